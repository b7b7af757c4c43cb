import EventService

#if canImport(FoundationEssentials)
    import FoundationEssentials
    import Glibc
#else
    import Foundation
#endif

/// Reads what people name on the command line.
enum InputFiles {
    /// The bytes of a file, or of standard input for `-`.
    static func bytes(_ path: String) throws -> [UInt8] {
        if path == "-" { return StandardInput.bytes() }
        do {
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw BadInput("\(path) cannot be read. Is the path right, and may you read it?")
        }
    }

    static func text(_ path: String) throws -> String {
        let bytes = try bytes(path)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw BadInput("\(path) is not UTF-8 text.")
        }
        return text
    }

    /// The events of all files.
    ///
    /// A file holds one JSON event, a JSON list of events, or one event a line.
    ///
    /// What is malformed is passed on as it is: the engine keeps and rejects it with the reason.
    static func events(_ paths: [String]) throws -> [[UInt8]] {
        let events = try paths.flatMap { try self.events(in: bytes($0)) }
        guard !events.isEmpty else { throw BadInput("There is no event in \(paths.joined(separator: ", ")).") }
        return events
    }

    static func events(in bytes: [UInt8]) -> [[UInt8]] { EventText.events(in: bytes) }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}

/// Standard input to its end.
enum StandardInput {
    static func bytes() -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
            guard count > 0 else { return all }
            all += buffer[..<count]
        }
    }
}
