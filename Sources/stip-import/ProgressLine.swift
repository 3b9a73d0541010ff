import Foundation

/// A line on standard error that shows how far long work is; silent when standard error is not a terminal.
final class ProgressLine {
    private let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1
    private var lastShown = ContinuousClock.now - .seconds(1)
    private var isShown = false

    /// Shows at most five times a second.
    func show(_ text: @autoclosure () -> String) {
        guard isTerminal, ContinuousClock.now - lastShown > .milliseconds(200) else { return }
        lastShown = .now
        isShown = true
        FileHandle.standardError.write(Data("\r\u{1B}[K\(text())".utf8))
    }

    func clear() {
        guard isShown else { return }
        isShown = false
        FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
    }

    /// `[########------------] 40 %`.
    static func bar(_ share: Double) -> String {
        let filled = Int((max(0, min(1, share)) * 20).rounded(.down))
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: 20 - filled)
        return "[\(bar)] \(Int(max(0, min(1, share)) * 100)) %"
    }
}
