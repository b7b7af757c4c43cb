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

    private static let newline = UInt8(ascii: "\n")

    /// Finds the events in what was added since the last time; the last line counts without an end too when it `isLast`.
    mutating func cut(from start: Int, isLast: Bool, longest: Int) {
        bytes.withUnsafeBufferPointer { buffer in
            var position = max(start, rest)
            while let end = buffer[position...].firstIndex(of: Self.newline) {
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
