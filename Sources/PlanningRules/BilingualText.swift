/// One short text for the public, in Dutch and in English.
public struct BilingualText: Hashable, Sendable {
    public let dutch: String
    public let english: String

    public init(dutch: String, english: String) {
        self.dutch = dutch
        self.english = english
    }
}
