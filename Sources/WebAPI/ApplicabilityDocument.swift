import Registers

/// How far something applies, in the words of answers.
struct ApplicabilityDocument {
    /// `geldt`, `geldt-deels`, `raakt-alleen-grens`, `geldt-niet` or `onbekend`.
    let word: String
    /// Why it is unknown.
    let reason: String?
    /// Of `geldt-deels`: square metres of the asked area, and their share 0…1 of it.
    let squareMetres: Double?
    let share: Double?

    init(_ applicability: Applicability) {
        word = applicability.dutchName
        if case .unknown(let why) = applicability { reason = why.rawValue } else { reason = nil }
        if case .appliesPartly(let area, let part) = applicability {
            squareMetres = area
            share = part
        } else {
            squareMetres = nil
            share = nil
        }
    }

    /// As a page shows it.
    var texts: [String] {
        [word, reason, squareMetres.map { StipPage.number($0) }, share.map { StipPage.number($0) }].compactMap { $0 }
    }
}
