extension String {
    /// The path of the folder that a path lies in, as POSIX `dirname` has it, but empty where no folder is named:
    /// `a/b` → `a`, `/a` → `/`, `a` → ``, `a/` → ``.
    ///
    /// In place of the property of NSString, which ends the program for a relative path of one character
    /// (swift-foundation of Swift 6.3).
    public var folderPath: String {
        let path = self[...].utf8
        guard let last = path.lastIndex(where: { $0 != UInt8(ascii: "/") }) else { return isEmpty ? "" : "/" }
        guard let slash = path[...last].lastIndex(of: UInt8(ascii: "/")) else { return "" }
        guard let end = path[...slash].lastIndex(where: { $0 != UInt8(ascii: "/") }) else { return "/" }
        return String(self[...end])
    }
}
