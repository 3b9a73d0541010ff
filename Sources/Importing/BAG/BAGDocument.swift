/// One XML file of a delivery, in whatever zip.
struct BAGDocument: Sendable {
    /// The reading order: what others refer to comes first, so that addresses are known when they are asked for.
    enum Kind: Int, Sendable {
        case mutations, inOnderzoek, woonplaats, openbareRuimte, nummeraanduiding, other

        /// By the code of `sl:objectType`.
        init(objectType: String) {
            switch objectType.uppercased() {
            case "WPL": self = .woonplaats
            case "OPR": self = .openbareRuimte
            case "NUM": self = .nummeraanduiding
            default: self = .other
            }
        }

        /// Where objects of a kind are read.
        init(_ element: BAGElement) {
            switch element {
            case .woonplaats: self = .woonplaats
            case .openbareRuimte: self = .openbareRuimte
            case .nummeraanduiding: self = .nummeraanduiding
            default: self = .other
            }
        }
    }

    let document: DeliveredDocument
    let kind: Kind

    /// File name, without the zips and folders that it lies in.
    var name: String { document.name }

    func records() throws(BAGReadingError) -> BAGRecords {
        do throws(DeliveryProblem) {
            return BAGRecords(
                self,
                try DocumentRecords(
                    document,
                    vocabulary: BAGElement.spellings,
                    records: BAGElement.records.map(\.rawValue)
                )
            )
        } catch {
            throw .delivery(error)
        }
    }
}
