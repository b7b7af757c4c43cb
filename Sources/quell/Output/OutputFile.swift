#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes whole files.
enum OutputFile {
    static func write(_ text: String, to path: String) throws {
        guard let file = fopen(path, "w") else { throw failure(path) }
        let bytes = Array(text.utf8)
        let count = fwrite(bytes, 1, bytes.count, file)
        // Closing writes what is left; only then is it known whether everything is there.
        guard fclose(file) == 0, count == bytes.count else { throw failure(path) }
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Makes a file that its owner alone may read; one that is there stays as it is.
    static func writeSecret(_ text: String, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        let bytes = Array(text.utf8)
        let count = bytes.withUnsafeBytes { Self.write(descriptor, $0) }
        guard close(descriptor) == 0, count == bytes.count else { throw failure(path) }
    }

    private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    private static func failure(_ path: String) -> BadInput {
        let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
        return BadInput("\(path) cannot be written: \(reason). Name a file in a folder that is yours.")
    }
}
