/// The answer of KOOP's search service in JSON, one node at a time:
/// `{"searchRetrieveResponse": {"numberOfRecords": …, "records": {"record": [{…}, …]}, "nextRecordPosition": …}}`.
/// A single record may stand without the list around it.
final class PublicationJSON {
    private let json: JSONReader
    private var waiting: [PublicationNode] = []
    /// Names of the objects that are open, the outermost first; "[" for the list of records.
    private var open: [String] = []
    private var isFirst = true

    init(_ document: DeliveredDocument) throws(DeliveryProblem) {
        json = try JSONReader(document)
        try json.begin(UInt8(ascii: "{"))
        open = [""]
    }

    /// The next record, number of records, next position or diagnostics; nil at the end of an undamaged document.
    func next() throws(DeliveryProblem) -> PublicationNode? {
        while let inner = open.last {
            if let node = waiting.popLast() { return node }
            if inner == "[" {
                if try json.nextElement(isFirst: isFirst) {
                    isFirst = false
                    waiting = PublicationNode.nodes("record", try json.value())
                } else {
                    close()
                }
                continue
            }
            guard let name = try json.nextMember(isFirst: isFirst) else {
                close()
                if open.isEmpty { try json.end() }
                continue
            }
            isFirst = false
            try take(name.split(separator: ":").last.map(String.init) ?? name, in: inner)
        }
        return waiting.popLast()
    }

    private func take(_ name: String, in outer: String) throws(DeliveryProblem) {
        switch (outer, name, try json.beginning()) {
        case ("", "searchRetrieveResponse", UInt8(ascii: "{")),
            ("searchRetrieveResponse", "records", UInt8(ascii: "{")):
            try enter(UInt8(ascii: "{"), name)
        case ("records", "record", UInt8(ascii: "[")), ("searchRetrieveResponse", "records", UInt8(ascii: "[")):
            try enter(UInt8(ascii: "["), "[")
        case ("records", "record", _), ("searchRetrieveResponse", "numberOfRecords", _),
            ("searchRetrieveResponse", "nextRecordPosition", _), ("searchRetrieveResponse", "diagnostics", _):
            waiting = PublicationNode.nodes(name, try json.value())
        default: try json.skip()
        }
    }

    private func enter(_ bracket: UInt8, _ name: String) throws(DeliveryProblem) {
        try json.begin(bracket)
        open.append(name)
        isFirst = true
    }

    private func close() {
        open.removeLast()
        isFirst = false
    }
}
