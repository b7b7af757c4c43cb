/// An answer of the Runtime API with its whole body.
struct HTTPAnswer: Hashable, Sendable {
    let status: Int
    /// Values by name; names are in lower case.
    let headers: [String: String]
    let body: [UInt8]
    /// Whether the other side ends the connection after this answer.
    let closes: Bool

    func header(_ name: String) -> String? { headers[name] }
}

/// Puts an HTTP/1.1 answer together from bytes as they come; pure, so that every way to cut them can be tested.
struct HTTPAnswerReader {
    /// Lambda's own limits are 6 MB for a body and a few kilobytes for headers.
    private static let headLimit = 64 * 1_024
    private static let bodyLimit = 32 * 1_024 * 1_024

    private enum Length { case counted(Int), chunked, untilClosed }

    private struct Head {
        let status: Int
        let headers: [String: String]
        let length: Length
        let closes: Bool
    }

    private var bytes: [UInt8] = []
    private var head: Head?
    /// What a chunked body holds so far.
    private var body: [UInt8] = []

    /// Whether anything of the answer has come.
    private(set) var hasBegun = false

    /// Takes the next bytes; the answer once it is whole.
    mutating func receive(_ new: some Collection<UInt8>) throws(RuntimeError) -> HTTPAnswer? {
        hasBegun = hasBegun || !new.isEmpty
        bytes += new
        while head == nil {
            guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else {
                guard bytes.count <= Self.headLimit else { throw Self.unreadable("its headers do not end") }
                return nil
            }
            let found = try Self.head(bytes[..<end.lowerBound])
            bytes.removeSubrange(..<end.upperBound)
            // 1xx announces the answer that follows.
            if found.status >= 200 { head = found }
        }
        guard let head else { return nil }
        switch head.length {
        case .counted(let count):
            guard bytes.count >= count else { return nil }
            return answer(head, Array(bytes[..<count]))
        case .chunked: return try chunks(head)
        case .untilClosed:
            guard bytes.count <= Self.bodyLimit else { throw Self.unreadable("its body is too long") }
            return nil
        }
    }

    /// The other side has closed the connection: the answer, if that is how its body ends.
    func end() -> HTTPAnswer? {
        guard let head, case .untilClosed = head.length else { return nil }
        return answer(head, bytes)
    }

    private func answer(_ head: Head, _ body: [UInt8]) -> HTTPAnswer {
        HTTPAnswer(status: head.status, headers: head.headers, body: body, closes: head.closes)
    }

    private mutating func chunks(_ head: Head) throws(RuntimeError) -> HTTPAnswer? {
        let newline = Array("\r\n".utf8)
        while let end = bytes.firstRange(of: newline) {
            let digits = bytes[..<end.lowerBound].prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
            guard let count = Int(String(decoding: digits, as: UTF8.self), radix: 16), count >= 0 else {
                throw Self.unreadable("a chunk has no length")
            }
            guard count <= Self.bodyLimit, body.count + count <= Self.bodyLimit else {
                throw Self.unreadable("its body is too long")
            }
            guard count > 0 else { return isPastTrailers(end.upperBound) ? answer(head, body) : nil }
            let stop = end.upperBound + count
            guard bytes.count >= stop + 2 else { return nil }
            guard bytes[stop] == newline[0], bytes[stop + 1] == newline[1] else {
                throw Self.unreadable("a chunk is longer than it says")
            }
            body += bytes[end.upperBound..<stop]
            bytes.removeSubrange(..<(stop + 2))
        }
        return nil
    }

    /// Trailers say nothing that is needed; an empty line ends them.
    private func isPastTrailers(_ start: Int) -> Bool {
        bytes[start...].starts(with: Array("\r\n".utf8))
            || bytes[start...].firstRange(of: Array("\r\n\r\n".utf8)) != nil
    }

    private static func head(_ bytes: ArraySlice<UInt8>) throws(RuntimeError) -> Head {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
        let words = lines[0].split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), words[1].utf8.count == 3, let status = Int(words[1]),
            status >= 100
        else { throw unreadable("it does not begin as HTTP") }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { throw unreadable("a header has no colon") }
            headers[line[..<colon].lowercased()] = trimmed(line[line.index(after: colon)...])
        }
        let closes = headers["connection"]?.lowercased() == "close" || words[0] == "HTTP/1.0"
        return Head(status: status, headers: headers, length: try length(headers, status), closes: closes)
    }

    private static func length(_ headers: [String: String], _ status: Int) throws(RuntimeError) -> Length {
        if headers["transfer-encoding"]?.lowercased() == "chunked" { return .chunked }
        guard let text = headers["content-length"] else { return status == 204 ? .counted(0) : .untilClosed }
        guard let count = Int(text), (0...bodyLimit).contains(count) else {
            throw unreadable("its length is no number")
        }
        return .counted(count)
    }

    private static func trimmed(_ text: Substring) -> String {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }

    private static func unreadable(_ why: String) -> RuntimeError {
        RuntimeError(.unreadableAnswer, "answer", "It cannot be read: \(why).")
    }
}
