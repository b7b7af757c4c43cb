import Foundation

/// The lines of a file of events, in memory.
struct Events: Sendable {
    let bytes: [UInt8]
    let lines: [Range<Int>]

    init(_ path: String) throws {
        bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        var lines: [Range<Int>] = []
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            if end > start { lines.append(start..<end) }
            start = end + 1
        }
        self.lines = lines
    }
}
