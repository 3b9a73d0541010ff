import XMLBridge

extension XMLRecordBatch {
    /// A node's own text without white space around it; runs of it inside become one space only where there is some around.
    func trimmedText(_ node: XMLNode) -> String {
        node.textEnd > node.textStart ? BAGObject.trimmed(string(node)) : ""
    }
}
