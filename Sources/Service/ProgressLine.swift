import Foundation
import Synchronization

/// A line on standard error that shows how far long work is; silent when standard error is not a terminal.
public final class ProgressLine: Sendable {
    private struct State {
        var lastShown = ContinuousClock.now - .seconds(1)
        var isShown = false
    }

    private let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1
    private let state = Mutex(State())

    public init() {}

    /// Shows at most five times a second.
    public func show(_ text: @autoclosure () -> String) {
        guard isTerminal else { return }
        let isDue = state.withLock { state in
            guard ContinuousClock.now - state.lastShown > .milliseconds(200) else { return false }
            state.lastShown = .now
            state.isShown = true
            return true
        }
        if isDue { FileHandle.standardError.write(Data("\r\u{1B}[K\(text())".utf8)) }
    }

    public func clear() {
        let wasShown = state.withLock { state in
            defer { state.isShown = false }
            return state.isShown
        }
        if wasShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }

    /// `[########------------] 40 %`.
    public static func bar(_ share: Double) -> String {
        let filled = Int((max(0, min(1, share)) * 20).rounded(.down))
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: 20 - filled)
        return "[\(bar)] \(Int(max(0, min(1, share)) * 100)) %"
    }
}
