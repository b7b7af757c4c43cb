#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A TCP connection that is read and written by waiting: the runtime has nothing else to do meanwhile.
struct Connection: ~Copyable {
    private let descriptor: Int32

    init(to endpoint: RuntimeEndpoint) throws(RuntimeError) {
        guard let found = Self.open(endpoint) else {
            throw RuntimeError(.disconnected, "connect", "\(endpoint) cannot be reached: \(Self.reason(errno)).")
        }
        descriptor = found
    }

    deinit { close(descriptor) }

    private static func open(_ endpoint: RuntimeEndpoint) -> Int32? {
        var hints = addrinfo()
        hints.ai_family = AF_INET
        hints.ai_socktype = streamType
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(endpoint.host, String(endpoint.port), &hints, &list) == 0 else {
            errno = EADDRNOTAVAIL
            return nil
        }
        defer { freeaddrinfo(list) }
        var next = list
        while let address = next?.pointee {
            if let descriptor = open(address) { return descriptor }
            next = address.ai_next
        }
        return nil
    }

    private static func open(_ address: addrinfo) -> Int32? {
        let descriptor = socket(address.ai_family, address.ai_socktype | closesOnExec, address.ai_protocol)
        guard descriptor >= 0 else { return nil }
        var on: Int32 = 1
        // Small requests must not wait for the acknowledgement of the one before; without it they are only slower.
        _ = setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        while connect(descriptor, address.ai_addr, address.ai_addrlen) != 0 {
            if errno == EINTR { continue }
            let why = errno
            close(descriptor)
            errno = why
            return nil
        }
        return descriptor
    }

    #if canImport(Glibc)
        private static let streamType = Int32(SOCK_STREAM.rawValue)
        private static let closesOnExec = Int32(SOCK_CLOEXEC.rawValue)
        private static let withoutSignal = Int32(MSG_NOSIGNAL)
    #else
        private static let streamType = SOCK_STREAM
        private static let closesOnExec: Int32 = 0
        private static let withoutSignal: Int32 = 0
    #endif

    /// Writes everything.
    borrowing func write(_ bytes: [UInt8]) throws(RuntimeError) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Self.withoutSignal)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.ended(errno) }
            sent += count
        }
    }

    /// Waits for bytes; empty when the other side has closed.
    borrowing func read(into buffer: inout [UInt8]) throws(RuntimeError) -> ArraySlice<UInt8> {
        while true {
            let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.ended(errno) }
            return buffer[..<count]
        }
    }

    private static func ended(_ number: Int32) -> RuntimeError {
        RuntimeError(.disconnected, "answer", "The connection ended: \(reason(number)).")
    }

    private static func reason(_ number: Int32) -> String {
        strerror(number).map { String(cString: $0) } ?? "\(number)"
    }
}
