import CXML2

/// Receives libxml2's events and lays the wanted elements out in flat arrays.
///
/// libxml2 keeps one copy of each name per document, so a name's address identifies it.
///
/// A structure, so that its owner's access is checked once an event and not once a field.
@safe struct XMLRecordBuilder {
    private(set) var batch = XMLRecordBatch()
    private(set) var rootName: String?
    private(set) var rootIsClosed = false
    /// Set when the document nests too deeply or declares a document type; the parser has to stop.
    private(set) var refusal: Refusal?

    enum Refusal { case depth, documentType }

    private let vocabulary: [String]
    private let recordNames: Set<Int32>
    private var knownNames = AddressTable()
    private var knownNamespaces = AddressTable()
    /// Names of all open elements.
    private var ancestors: [Int32] = []
    /// Positions in `batch.nodes` of the open elements of the record being built.
    private var open: [Int32] = []

    init(vocabulary: [String], records: [String]) {
        self.vocabulary = vocabulary
        batch.names = vocabulary
        recordNames = Set(records.compactMap { vocabulary.firstIndex(of: $0) }.map(Int32.init))
    }

    mutating func start(
        _ localName: UnsafePointer<xmlChar>,
        _ uri: UnsafePointer<xmlChar>?,
        _ attributeCount: Int,
        _ fields: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?,
        line: Int32
    ) {
        let name = unsafe name(at: localName)
        if ancestors.isEmpty { rootName = batch.names[Int(name)] }
        if ancestors.count > XMLSubtreeReader.depthLimit { refusal = .depth }
        if open.isEmpty {
            guard recordNames.contains(name) else {
                ancestors.append(name)
                return
            }
            batch.records.append(XMLRecord(node: batch.nodes.count, ancestors: ancestors))
        } else if let parent = open.last, Int(parent) == batch.nodes.count - 1 {
            // The text so far was what stands between tags.
            batch.text.removeLast(batch.text.count - Int(batch.nodes[Int(parent)].textStart))
        }
        ancestors.append(name)
        let attributeStart = Int32(batch.attributes.count)
        if attributeCount > 0, let fields = unsafe fields {
            for position in 0..<attributeCount { unsafe append(fields + position * 5) }
        }
        open.append(Int32(batch.nodes.count))
        batch.nodes.append(
            XMLNode(
                name: name,
                namespace: unsafe namespace(at: uri),
                end: 0,
                textStart: Int32(batch.text.count),
                textEnd: Int32(batch.text.count),
                attributeStart: attributeStart,
                attributeEnd: Int32(batch.attributes.count),
                line: line
            )
        )
    }

    mutating func end() {
        ancestors.removeLast()
        if ancestors.isEmpty { rootIsClosed = true }
        guard let position = open.popLast() else { return }
        let isLeaf = Int(position) == batch.nodes.count - 1
        batch.nodes[Int(position)].end = Int32(batch.nodes.count)
        if isLeaf { batch.nodes[Int(position)].textEnd = Int32(batch.text.count) }
    }

    mutating func characters(_ text: UnsafePointer<xmlChar>, _ count: Int) {
        guard let last = open.last, Int(last) == batch.nodes.count - 1 else { return }
        unsafe batch.text.append(contentsOf: UnsafeBufferPointer(start: text, count: count))
    }

    mutating func refuseDocumentType() { refusal = .documentType }

    /// What is finished; a record that is still open stays.
    mutating func takeBatch() -> XMLRecordBatch {
        var taken = batch
        batch.records = []
        guard let first = open.first, let record = taken.records.popLast() else {
            batch.nodes = []
            batch.attributes = []
            batch.text = []
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
        open = open.map { $0 - first }
        return taken
    }

    /// libxml2 gives an attribute as local name, prefix, URI, begin and end of the value.
    private mutating func append(_ fields: UnsafeMutablePointer<UnsafePointer<xmlChar>?>) {
        guard let localName = unsafe fields[0], let begin = unsafe fields[3], let end = unsafe fields[4] else { return }
        let start = Int32(batch.text.count)
        unsafe batch.text.append(contentsOf: UnsafeBufferPointer(start: begin, count: end - begin))
        batch.attributes.append(
            XMLNodeAttribute(
                name: unsafe name(at: localName),
                namespace: unsafe namespace(at: fields[2]),
                valueStart: start,
                valueEnd: Int32(batch.text.count)
            )
        )
    }

    private mutating func name(at text: UnsafePointer<xmlChar>) -> Int32 {
        let address = UInt(bitPattern: text)
        if let known = knownNames.value(at: address) { return known }
        let name = unsafe String(cString: text)
        let position = batch.names.firstIndex(of: name) ?? batch.names.count
        if position == batch.names.count { batch.names.append(name) }
        knownNames.enter(Int32(position), at: address)
        return Int32(position)
    }

    private mutating func namespace(at text: UnsafePointer<xmlChar>?) -> Int32 {
        guard let text = unsafe text else { return 0 }
        let address = UInt(bitPattern: text)
        if let known = knownNamespaces.value(at: address) { return known }
        let uri = unsafe String(cString: text)
        let position = batch.namespaces.firstIndex(of: uri) ?? batch.namespaces.count
        if position == batch.namespaces.count { batch.namespaces.append(uri) }
        knownNamespaces.enter(Int32(position), at: address)
        return Int32(position)
    }
}

/// What is known of an address, by open addressing without hashing: a document has some dozens of names.
private struct AddressTable {
    /// 0 where a place is free; their number is a power of two.
    private var addresses = [UInt](repeating: 0, count: 256)
    private var values = [Int32](repeating: 0, count: 256)
    private var count = 0

    func value(at address: UInt) -> Int32? {
        let position = position(of: address)
        return addresses[position] == address ? values[position] : nil
    }

    mutating func enter(_ value: Int32, at address: UInt) {
        if count * 2 >= addresses.count { grow() }
        let position = position(of: address)
        addresses[position] = address
        values[position] = value
        count += 1
    }

    /// Where the address is, or the free place where it would be.
    private func position(of address: UInt) -> Int {
        let mask = addresses.count - 1
        var position = Int(truncatingIfNeeded: address ^ address >> 7) & mask
        while addresses[position] != 0, addresses[position] != address { position = (position + 1) & mask }
        return position
    }

    private mutating func grow() {
        let old = (addresses, values)
        addresses = [UInt](repeating: 0, count: old.0.count * 2)
        values = [Int32](repeating: 0, count: old.0.count * 2)
        for (address, value) in zip(old.0, old.1) where address != 0 {
            let position = position(of: address)
            addresses[position] = address
            values[position] = value
        }
    }
}
