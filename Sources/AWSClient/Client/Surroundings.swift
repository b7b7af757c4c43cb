#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the client takes from the process and the machine, so that tests can give it something else.
package struct Surroundings: Sendable {
    /// Seconds since 1970.
    package var now: @Sendable () -> Double
    package var environment: @Sendable (String) -> String?
    /// The bytes of a file; nil when it cannot be read.
    package var file: @Sendable (String) -> [UInt8]?
    package var sleep: @Sendable (Duration) async throws -> Void
    /// A number from 0 up to, not including, 1.
    package var random: @Sendable () -> Double
    /// What a command prints on standard output, or why it failed.
    package var run: @Sendable (String) async -> Result<[UInt8], CommandFailure>

    package struct CommandFailure: Error, Hashable, Sendable { package let description: String }

    package init(
        now: @escaping @Sendable () -> Double, environment: @escaping @Sendable (String) -> String?,
        file: @escaping @Sendable (String) -> [UInt8]?, sleep: @escaping @Sendable (Duration) async throws -> Void,
        random: @escaping @Sendable () -> Double,
        run: @escaping @Sendable (String) async -> Result<[UInt8], CommandFailure>
    ) {
        self.now = now
        self.environment = environment
        self.file = file
        self.sleep = sleep
        self.random = random
        self.run = run
    }

    /// The real ones.
    package static var process: Surroundings {
        Surroundings(
            now: {
                var time = timespec()
                clock_gettime(CLOCK_REALTIME, &time)
                return Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
            },
            environment: { name in getenv(name).map { String(cString: $0) } },
            file: PlainFile.bytes,
            sleep: { try await Task.sleep(for: $0) },
            random: { Double.random(in: 0..<1) },
            run: CredentialCommand.run)
    }
}

/// A whole file, read without Foundation.
enum PlainFile {
    static func bytes(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 { return nil }
            if count == 0 { return all }
            all += buffer[..<count]
        }
    }
}
