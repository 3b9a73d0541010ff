import CGDAL

/// Catches what GDAL and the libraries under it say while calls run, so that nothing reaches standard error.
@safe
final class GDALMessages {
    /// Messages of severity failure, in order.
    private(set) var failures: [String] = []
    /// Messages of severity warning, in order and each once, at most 100.
    private(set) var warnings: [String] = []

    /// Runs GDAL calls on the current thread with this object as their listener. GDAL's handlers form a stack per
    /// thread, so calls may nest.
    func catching<Value>(_ body: () throws -> Value) rethrows -> Value {
        unsafe gdal.CPLPushErrorHandlerEx(recordMessage, Unmanaged.passUnretained(self).toOpaque())
        defer { gdal.CPLPopErrorHandler() }
        return try body()
    }

    /// Hands over the failures heard so far and forgets them.
    func takeFailures() -> [String] {
        defer { failures = [] }
        return failures
    }

    /// Throws when a failure was heard.
    func check(_ action: String, path: String) throws(GDALProblem) {
        guard failures.isEmpty else { throw GDALProblem(action: action, path: path, messages: takeFailures()) }
    }

    fileprivate func record(_ severity: CPLErr, _ text: String) {
        // A file with a million bad features says so a million times: the first hundred tell the story.
        if severity == CE_Failure || severity == CE_Fatal {
            if failures.count < 100 { failures.append(text) }
        } else if severity == CE_Warning, warnings.count < 100, !warnings.contains(text) {
            warnings.append(text)
        }
    }
}

private func recordMessage(_ severity: CPLErr, _ number: CPLErrorNum, _ text: UnsafePointer<CChar>?) {
    guard let text = unsafe text, let listener = unsafe gdal.CPLGetErrorHandlerUserData() else { return }
    let messages = unsafe Unmanaged<GDALMessages>.fromOpaque(listener).takeUnretainedValue()
    var line = unsafe String(cString: text)
    while let last = line.last, last.isWhitespace { line.removeLast() }
    messages.record(severity, line)
}
