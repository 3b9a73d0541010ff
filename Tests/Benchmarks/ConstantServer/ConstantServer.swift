import ArgumentParser
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOPosix

/// Serves `/constant`, headers and a body that never change, with nothing of Stip around it: what the framework can do, its handlers
/// on the threads that read and write, as Stip has them.
/// `Scripts/bench-tiles` compares a cached tile with it.
@main
struct ConstantServer: AsyncParsableCommand {
    @Option(help: "Port to listen on.") var port: Int
    @Option(name: .customLong("header"), help: "A header of the answer, `Name: value`; as many as wanted.")
    var headers: [String] = []
    @Option(help: "Size of the body in bytes; 0 answers 304 without one.") var bytes: Int

    func run() async throws {
        NIOSingletons.unsafeTryInstallSingletonPosixEventLoopGroupAsConcurrencyGlobalExecutor()
        let body = ByteBuffer(repeating: 7, count: bytes)
        var fields = HTTPFields()
        for header in headers {
            let parts = header.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let name = HTTPField.Name(String(parts[0])) else {
                throw ValidationError("'\(header)' is not a header.")
            }
            fields.append(HTTPField(name: name, value: parts[1].drop { $0 == " " }.description))
        }
        let answer = Response(
            status: bytes == 0 ? .notModified : .ok,
            headers: fields,
            body: bytes == 0 ? ResponseBody() : ResponseBody(byteBuffer: body)
        )
        let router = Router(context: BasicRequestContext.self)
        router.get("constant") { _, _ in answer }
        var logger = Logger(label: "constant-server")
        logger.logLevel = .warning
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port), serverName: nil),
            logger: logger
        )
        try await application.runService()
    }
}
