#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Some events, one behind the other in memory.
struct EventBatch: Sendable {
    var bytes: [UInt8] = []
    /// Where each event lies in the bytes.
    private(set) var events: [Range<Int>] = []
    /// Where the line begins that is not complete yet.
    private var rest = 0
    /// Lines that are longer than any event, and were passed over.
    private(set) var overlong = 0
    private var isPassingOver = false

    /// Finds the events in what was added since the last time; the last line counts without an end too when it `isLast`.
    mutating func cut(from start: Int, isLast: Bool, longest: Int) {
        bytes.withUnsafeBufferPointer { buffer in
            var position = max(start, rest)
            while let end = Self.newline(in: buffer, from: position) {
                note(rest..<end, buffer)
                rest = end + 1
                position = rest
            }
            if isLast, rest < buffer.count {
                note(rest..<buffer.count, buffer)
                rest = buffer.count
            }
        }
        guard bytes.count - rest > longest else { return }
        if !isPassingOver { overlong += 1 }
        isPassingOver = true
        bytes.removeLast(bytes.count - rest)
    }

    private static func newline(in buffer: UnsafeBufferPointer<UInt8>, from position: Int) -> Int? {
        guard position < buffer.count, let start = buffer.baseAddress,
            let found = memchr(start + position, 0x0A, buffer.count - position)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(start)
    }

    private mutating func note(_ line: Range<Int>, _ buffer: UnsafeBufferPointer<UInt8>) {
        guard !isPassingOver else { return isPassingOver = false }
        let isBlank = buffer[line].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        if !isBlank { events.append(line) }
    }

    mutating func add(_ event: [UInt8]) {
        events.append(bytes.count..<bytes.count + event.count)
        bytes += event
        rest = bytes.count
    }

    /// Takes the events away; the line that is not complete yet stays.
    mutating func clear() {
        events.removeAll(keepingCapacity: true)
        bytes.removeFirst(rest)
        rest = 0
    }
}
