import Synchronization

#if canImport(Glibc)
    import Glibc

    private let startListening = Glibc.listen
#elseif canImport(Darwin)
    import Darwin

    private let startListening = Darwin.listen
#endif

/// A Runtime API on this machine that plays a script, one connection after the other, and remembers what it was asked.
///
/// An act that the script did not foresee ends the connection; the client then finds nobody any more.
final class LoopbackAPI: Sendable {
    enum Act: Sendable {
        /// Answers the next request with these bytes.
        case answer(String)
        /// Reads the next request and ends the connection without an answer.
        case hangUp
        /// Ends the connection before the next request comes, as when a frozen process is forgotten.
        case forget
    }

    private let listener: Int32
    private let log = Mutex<[String]>([])
    let port: Int

    /// The requests as they came, in order.
    var requests: [String] { log.withLock { $0 } }

    init(_ script: [Act]) throws {
        let (listener, port) = try Self.listen()
        self.listener = listener
        self.port = port
        try start(script)
    }

    private static func listen() throws -> (listener: Int32, port: Int) {
        let listener = socket(AF_INET, stream, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && startListening(listener, 8) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard isListening else { throw NoSocket(number: errno) }
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }

    struct NoSocket: Error { let number: Int32 }

    #if canImport(Glibc)
        private static let stream = Int32(SOCK_STREAM.rawValue)
    #else
        private static let stream = SOCK_STREAM
    #endif

    private final class Job: Sendable {
        let api: LoopbackAPI
        let script: [Act]

        init(_ api: LoopbackAPI, _ script: [Act]) {
            self.api = api
            self.script = script
        }
    }

    /// A thread of its own: the client under test blocks the one it is called on.
    private func start(_ script: [Act]) throws {
        let job = Unmanaged.passRetained(Job(self, script))
        var thread = pthread_t()
        let number = pthread_create(
            &thread, nil,
            { pointer in
                guard let pointer else { return nil }
                let job = Unmanaged<Job>.fromOpaque(pointer).takeRetainedValue()
                job.api.play(job.script)
                return nil
            }, job.toOpaque())
        guard number == 0 else {
            job.release()
            throw NoSocket(number: number)
        }
        pthread_detach(thread)
    }

    private func play(_ script: [Act]) {
        defer { close(listener) }
        var rest = script[...]
        while !rest.isEmpty {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { return }
            serve(client, &rest)
            close(client)
        }
    }

    private func serve(_ client: Int32, _ rest: inout ArraySlice<Act>) {
        while let act = rest.first {
            if case .forget = act {
                rest.removeFirst()
                return
            }
            guard let request = receive(client) else { return }
            log.withLock { $0.append(request) }
            rest.removeFirst()
            guard case .answer(let text) = act else { return }
            let bytes = Array(text.utf8)
            guard send(client, bytes, bytes.count, 0) == bytes.count else { return }
            if text.contains("Connection: close") { return }
        }
    }

    /// One request with its body; nil when the client has gone.
    private func receive(_ client: Int32) -> String? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            if let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
                let length = head.split(separator: "\r\n").first { $0.hasPrefix("Content-Length: ") }
                    .flatMap { Int($0.dropFirst("Content-Length: ".count)) }
                if bytes.count >= end.upperBound + (length ?? 0) { return String(decoding: bytes, as: UTF8.self) }
            }
            let count = recv(client, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
        }
    }
}

extension LoopbackAPI.Act {
    /// An answer of "next".
    static func invocation(_ id: String, _ body: String, trace: String? = nil) -> Self {
        let trace = trace.map { "Lambda-Runtime-Trace-Id: \($0)\r\n" } ?? ""
        return .answer(
            "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: \(id)\r\nLambda-Runtime-Deadline-Ms: 1700000000000\r\n"
                + "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-central-1:111122223333:function:quell\r\n"
                + "\(trace)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    static let accepted = Self.answer("HTTP/1.1 202 Accepted\r\nContent-Length: 16\r\n\r\n{\"status\":\"OK\"}\n")

    static func refused(_ status: Int) -> Self {
        let body = "{\"errorType\":\"InvalidStateTransition\"}"
        return .answer("HTTP/1.1 \(status) No\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }
}
