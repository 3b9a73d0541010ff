/// One short text for the public, in Dutch and in English; in files the members `nl` and `en`.
public struct BilingualText: Hashable, Sendable, Decodable {
    public let dutch: String
    public let english: String

    public init(dutch: String, english: String) {
        self.dutch = dutch
        self.english = english
    }

    private enum CodingKeys: String, CodingKey {
        case dutch = "nl"
        case english = "en"
    }
}
