/// How a name is written down for searching: lower case, without accents, in words.
///
/// Names and questions go through the same function, so that a question finds a name however either spells it.
public enum SearchText {
    /// The words of a text: runs of letters and digits, folded to ASCII where Latin letters allow. An apostrophe joins
    /// nothing: `'s-Gravenhage` gives `s` and `gravenhage`.
    public static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        for scalar in text.unicodeScalars {
            let properties = scalar.properties
            if let folded = folding[scalar] {
                word += folded
            } else if scalar.value < 0x80 {
                switch scalar {
                case "a"..."z", "0"..."9": word.unicodeScalars.append(scalar)
                case "A"..."Z": word.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value) + 32))
                default:
                    if !word.isEmpty { words.append(word) }
                    word = ""
                }
            } else if properties.isAlphabetic || properties.numericType != nil {
                word += properties.lowercaseMapping
            } else if !properties.isDiacritic {
                // A combining accent belongs to the letter before it.
                if !word.isEmpty { words.append(word) }
                word = ""
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    /// Words that say little of a name: what is written, left out or abbreviated at will.
    static let particles: Set<String> = [
        "van", "v", "vd", "vdn", "de", "d", "der", "den", "het", "t", "s", "te", "ten", "ter", "op", "aan", "in", "bij",
        "en", "l",
        "la", "le", "les", "du", "des", "of",
    ]

    /// The words by which a name is found, without particles unless it has no other, titles in one spelling.
    static func terms(_ text: String) -> [String] {
        let words = words(text)
        let telling = words.filter { !particles.contains($0) }
        return (telling.isEmpty ? words : telling).map(spelledOut)
    }

    /// A word in its one spelling: titles and kinds of street are abbreviated in registers and in questions.
    static func spelledOut(_ word: String) -> String {
        if let whole = abbreviations[word] { return whole }
        for (short, long) in endings where word.utf8.count >= short.utf8.count + 3 && word.hasSuffix(short) {
            return String(word.dropLast(short.utf8.count)) + long
        }
        return word
    }

    private static let abbreviations = [
        "burg": "burgemeester", "bgm": "burgemeester", "burgem": "burgemeester", "dr": "doctor", "prof": "professor",
        "st": "sint",
        "mr": "meester", "ir": "ingenieur", "ing": "ingenieur", "gen": "generaal", "pres": "president",
        "past": "pastoor",
        "ds": "dominee", "kon": "koningin", "pr": "prins", "adm": "admiraal", "kard": "kardinaal", "min": "minister",
        "mgr": "monseigneur",
        "nw": "nieuwe", "gr": "grote", "kl": "kleine", "str": "straat", "ln": "laan", "pl": "plein",
        "plnts": "plantsoen", "wg": "weg", "sgl": "singel",
    ]

    /// Ends of words that stand for a kind of street; no Dutch word ends like this otherwise.
    private static let endings = [
        ("str", "straat"), ("ln", "laan"), ("wg", "weg"), ("pln", "plein"), ("sgl", "singel"), ("dk", "dijk"),
        ("grcht", "gracht"),
    ]

    /// Latin letters with accents, and ligatures.
    private static let folding: [Unicode.Scalar: String] = {
        let rows: [(String, String)] = [
            ("àáâãäåāăąÀÁÂÃÄÅĀĂĄ", "a"), ("çćĉċčÇĆĈĊČ", "c"), ("ďđðĎĐÐ", "d"), ("èéêëēĕėęěÈÉÊËĒĔĖĘĚ", "e"),
            ("ĝğġģĜĞĠĢ", "g"),
            ("ĥħĤĦ", "h"), ("ìíîïĩīĭįıÌÍÎÏĨĪĬĮİ", "i"), ("ĵĴ", "j"), ("ķĶ", "k"), ("ĺļľŀłĹĻĽĿŁ", "l"),
            ("ñńņňÑŃŅŇ", "n"),
            ("òóôõöøōŏőÒÓÔÕÖØŌŎŐ", "o"), ("ŕŗřŔŖŘ", "r"), ("śŝşšșŚŜŞŠȘ", "s"), ("ţťŧțŢŤŦȚ", "t"),
            ("ùúûüũūŭůűųÙÚÛÜŨŪŬŮŰŲ", "u"),
            ("ŵŴ", "w"), ("ýÿŷÝŸŶ", "y"), ("źżžŹŻŽ", "z"), ("ßẞ", "ss"), ("æÆ", "ae"), ("œŒ", "oe"), ("ĳĲ", "ij"),
            ("þÞ", "th"),
        ]
        var folding: [Unicode.Scalar: String] = [:]
        for (letters, plain) in rows { for letter in letters.unicodeScalars { folding[letter] = plain } }
        return folding
    }()
}
