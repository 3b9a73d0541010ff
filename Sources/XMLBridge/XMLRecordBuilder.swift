/// Lays the wanted elements of a document out in flat arrays.
struct XMLRecordBuilder {
    /// Without the names, which are the ``XMLScanner``'s.
    private(set) var batch = XMLRecordBatch()
    /// Local name of the root element.
    private(set) var rootName: Int32?

    private let recordNames: Set<Int32>
    /// Names of the open elements around the record being built.
    private var ancestors: [Int32] = []
    /// Positions in `batch.nodes` of the open elements of the record being built.
    private var open: [Int32] = []
    /// Whether text belongs to the innermost element: it is in a record and has no children so far.
    private var isAtLeaf = false
    private var attributeStart: Int32 = 0

    /// Of the records that were not taken.
    var textByteCount: Int { batch.text.count }

    init(records: Set<Int32>) {
        recordNames = records
    }

    /// Whether what comes next, as far as it is no end tag, is in a record.
    private(set) var isInRecord = false

    /// A start tag was met; its attributes follow, then ``finishStart(name:namespace:line:)``.
    mutating func start(name: Int32) {
        if rootName == nil { rootName = name }
        if open.isEmpty {
            isInRecord = recordNames.contains(name)
            guard isInRecord else {
                ancestors.append(name)
                return
            }
            batch.records.append(XMLRecord(node: batch.nodes.count, ancestors: ancestors))
        } else if isAtLeaf, let parent = batch.nodes.last {
            // The text so far was what stands between tags.
            batch.text.removeLast(batch.text.count - Int(parent.textStart))
        }
        attributeStart = Int32(batch.attributes.count)
    }

    /// Appends an attribute of the element that was started.
    mutating func appendAttribute(name: Int32, namespace: Int32, _ bytes: Span<UInt8>, _ value: Range<Int>) {
        let start = Int32(batch.text.count)
        appendText(bytes, value)
        batch.attributes.append(
            XMLNodeAttribute(
                name: name,
                namespace: namespace,
                valueStart: start,
                valueEnd: Int32(batch.text.count)
            )
        )
    }

    /// The start tag was read, and ends on a line.
    mutating func finishStart(name: Int32, namespace: Int32, line: Int32) {
        guard isInRecord else { return }
        open.append(Int32(batch.nodes.count))
        batch.nodes.append(
            XMLNode(
                name: name,
                namespace: namespace,
                end: 0,
                textStart: Int32(batch.text.count),
                textEnd: Int32(batch.text.count),
                attributeStart: attributeStart,
                attributeEnd: Int32(batch.attributes.count),
                line: line
            )
        )
        isAtLeaf = true
    }

    mutating func end() {
        guard let position = open.popLast() else {
            ancestors.removeLast()
            return
        }
        batch.nodes[Int(position)].end = Int32(batch.nodes.count)
        if isAtLeaf { batch.nodes[Int(position)].textEnd = Int32(batch.text.count) }
        isAtLeaf = false
        if open.isEmpty { isInRecord = false }
    }

    /// Takes in text of the innermost element.
    mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        if isAtLeaf { appendText(bytes, range) }
    }

    private mutating func appendText(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        unsafe bytes.extracting(range).withUnsafeBufferPointer { unsafe batch.text.append(contentsOf: $0) }
    }

    /// What is finished; a record that is still open stays.
    mutating func takeBatch() -> XMLRecordBatch {
        var taken = batch
        batch.records = []
        guard let first = open.first, let record = taken.records.popLast() else {
            batch.nodes = []
            batch.attributes = []
            batch.text = []
            // The next piece holds about as much.
            batch.nodes.reserveCapacity(taken.nodes.count)
            batch.text.reserveCapacity(taken.text.count)
            return taken
        }
        let node = taken.nodes[Int(first)]
        // The first node's attribute values lie before its text, all others behind it.
        let hasAttributes = node.attributeEnd > node.attributeStart
        let textStart = hasAttributes ? taken.attributes[Int(node.attributeStart)].valueStart : node.textStart
        batch.records = [XMLRecord(node: 0, ancestors: record.ancestors)]
        batch.text = Array(taken.text[Int(textStart)...])
        batch.attributes = taken.attributes[Int(node.attributeStart)...].map { attribute in
            var moved = attribute
            moved.valueStart -= textStart
            moved.valueEnd -= textStart
            return moved
        }
        batch.nodes = taken.nodes[Int(first)...].map { original in
            var moved = original
            // 0 while it is open.
            moved.end = max(0, original.end - first)
            moved.textStart -= textStart
            moved.textEnd -= textStart
            moved.attributeStart -= node.attributeStart
            moved.attributeEnd -= node.attributeStart
            return moved
        }
        batch.nodes.reserveCapacity(taken.nodes.count)
        batch.text.reserveCapacity(taken.text.count)
        open = open.map { $0 - first }
        return taken
    }
}
