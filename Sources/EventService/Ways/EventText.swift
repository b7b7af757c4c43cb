import JSON

/// Tells the events of one text apart.
package enum EventText {
    /// A text holds one JSON event, a JSON list of events, or one event a line.
    ///
    /// What is malformed is passed on as it is: the engine keeps and rejects it with the reason.
    package static func events(in bytes: [UInt8]) -> [[UInt8]] {
        if let value = try? JSONValue(parsing: bytes) {
            guard let elements = value.array else { return [bytes] }
            return elements.map { Array($0.description.utf8) }
        }
        let lines = lines(of: bytes)
        let isOneALine = lines.count > 1 && lines.contains { (try? JSONValue(parsing: $0)) != nil }
        return isOneALine ? lines : lines.isEmpty ? [] : [bytes]
    }

    /// The same for somebody who waits for the answer: throws where a part is not JSON.
    static func wellFormedEvents(in bytes: [UInt8], isOneALine: Bool) throws(JSONError) -> [[UInt8]] {
        if isOneALine {
            let lines = lines(of: bytes)
            for line in lines { _ = try JSONValue(parsing: line) }
            return lines
        }
        guard let elements = try JSONValue(parsing: bytes).array else { return [bytes] }
        return elements.map { Array($0.description.utf8) }
    }

    private static func lines(of bytes: [UInt8]) -> [[UInt8]] {
        bytes.split(separator: UInt8(ascii: "\n")).map(Array.init)
            .filter { $0.contains { ![0x20, 0x09, 0x0D].contains($0) } }
    }
}
