/// The pattern of `LIKE`: `%` stands for any number of characters, `_` for one, a backslash takes the next one as it is.
///
/// A character is a Unicode scalar. Capitals and small letters differ, unless the texts are folded.
public struct FilterPattern: Hashable, Sendable {
    /// Characters of a pattern that is applied.
    static let longest = 256

    /// As it was written.
    let text: String
    private let pieces: [Piece]

    private enum Piece: Hashable, Sendable {
        case scalar(Unicode.Scalar)
        case one
        case any
    }

    init(_ text: String) {
        self.text = text
        var pieces: [Piece] = []
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if isEscaped {
                pieces.append(.scalar(scalar))
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else if scalar == "%" {
                // Two in a row say no more than one.
                if pieces.last != .any { pieces.append(.any) }
            } else {
                pieces.append(scalar == "_" ? .one : .scalar(scalar))
            }
        }
        if isEscaped { pieces.append(.scalar("\\")) }
        self.pieces = pieces
    }

    /// How many characters and wildcards it has.
    var length: Int { pieces.count }

    /// Whether the whole text has the pattern. At most length of the text × length of the pattern steps.
    func matches(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        var place = scalars.startIndex
        var piece = 0
        // Where to go on when what follows the last `%` does not fit: one character further.
        var lastAny: (piece: Int, place: String.Index)?
        while place < scalars.endIndex {
            if piece < pieces.count {
                switch pieces[piece] {
                case .any:
                    piece += 1
                    lastAny = (piece, place)
                    continue
                case .one:
                    piece += 1
                    scalars.formIndex(after: &place)
                    continue
                case .scalar(let wanted) where wanted == scalars[place]:
                    piece += 1
                    scalars.formIndex(after: &place)
                    continue
                case .scalar: break
                }
            }
            guard let (anyPiece, anyPlace) = lastAny else { return false }
            place = scalars.index(after: anyPlace)
            piece = anyPiece
            lastAny = (anyPiece, place)
        }
        return pieces[piece...].allSatisfy { $0 == .any }
    }
}

extension String {
    /// Equal for texts that differ in capitals only: the full case folding of Unicode, as far as upper and lower case give it.
    var caseFolded: String { uppercased().lowercased() }
}
