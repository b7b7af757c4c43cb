import JSON

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads events from files, plain or packed with gzip, and never holds more than a batch of them.
///
/// A file has one event a line, or is one JSON document: an event, or a list of them. A document is read as a whole, as far
/// as it is not large.
struct EventStream {
    static let batchBytes = 4 << 20
    /// Longest line: an event of EventBridge has 256 KB at most, and others of AWS are not much longer.
    static let longestLine = 16 << 20
    static let longestDocument = 16 << 20

    /// Lines that are longer than any event.
    private(set) var overlong = 0

    static var reason: String { strerror(errno).map { String(cString: $0) } ?? "error \(errno)" }

    /// Reads a file, or standard input for `-`, to its end; `take` gets each batch and the bytes of the file so far.
    mutating func read(_ path: String, take: (EventBatch, _ bytesRead: Int) async throws -> Void) async throws {
        let name = path == "-" ? "Standard input" : path
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ReplayError("\(name) cannot be opened: \(Self.reason).") }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        let reader = PackedReader(descriptor)
        do {
            try await read(reader, take)
        } catch let error as PackedReader.Failure {
            throw ReplayError("\(name) \(error.words).")
        }
    }

    private mutating func read(
        _ reader: PackedReader, _ take: (EventBatch, Int) async throws -> Void
    ) async throws {
        var batch = EventBatch()
        var isOpen = try reader.read(into: &batch.bytes)
        if Self.mayBeDocument(batch.bytes) {
            while isOpen, batch.bytes.count <= Self.longestDocument { isOpen = try reader.read(into: &batch.bytes) }
            if !isOpen, let events = Self.document(batch.bytes) {
                var whole = EventBatch()
                for event in events { whole.add(event) }
                return try await take(whole, reader.bytesRead)
            }
        }
        var start = 0
        while true {
            batch.cut(from: start, isLast: !isOpen, longest: Self.longestLine)
            if batch.bytes.count >= Self.batchBytes || !isOpen {
                try await take(batch, reader.bytesRead)
                batch.clear()
            }
            guard isOpen else { break }
            start = batch.bytes.count
            isOpen = try reader.read(into: &batch.bytes)
        }
        overlong += batch.overlong
    }

    /// Whether the first line is no event of its own.
    private static func mayBeDocument(_ bytes: [UInt8]) -> Bool {
        let text = bytes.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }
        guard let first = text.first else { return false }
        if first == UInt8(ascii: "[") { return true }
        let line = Array(text.prefix { $0 != 0x0A })
        return line.count < text.count && (try? JSONValue(parsing: line)) == nil
    }

    private static func document(_ bytes: [UInt8]) -> [[UInt8]]? {
        guard let value = try? JSONValue(parsing: bytes) else { return nil }
        return value.array?.map { Array($0.description.utf8) } ?? [bytes]
    }
}

/// What keeps a history from being replayed, and what to do about it.
package struct ReplayError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
