import Engine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The kill switches of this host: a file, and a setting.
enum HostSwitch {
    /// Reads `QUELL_HALT_FILE`, where no file is given, and `QUELL_HALT`.
    static func reading(
        _ environment: @escaping @Sendable (String) -> String?, file given: String?
    ) -> @Sendable () -> String? {
        {
            if let why = HaltSetting.reason(environment("QUELL_HALT"), named: "QUELL_HALT") { return why }
            guard let path = given ?? environment("QUELL_HALT_FILE"), !path.isEmpty else { return nil }
            return reason(path)
        }
    }

    /// nil only where it is certain that there is no such file.
    private static func reason(_ path: String) -> String? {
        // Not `stat()`: two of the C modules that this program links declare that initializer.
        let error = withUnsafeTemporaryAllocation(of: stat.self, capacity: 1) { buffer -> Int32 in
            guard let status = buffer.baseAddress else { return ENOMEM }
            return lstat(path, status) == 0 ? 0 : errno
        }
        if error == 0 { return "the file \(path) is there. Remove it to go on." }
        guard error != ENOENT else { return nil }
        return "the file \(path) cannot be looked for (\(String(cString: strerror(error)))), which counts as halted."
    }
}
