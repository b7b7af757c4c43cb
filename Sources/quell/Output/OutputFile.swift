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

    private static func failure(_ path: String) -> BadInput {
        let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
        return BadInput("\(path) cannot be written: \(reason). Name a file in a folder that is yours.")
    }
}
