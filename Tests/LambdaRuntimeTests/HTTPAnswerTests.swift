import Testing

@testable import LambdaRuntime

@Suite("Answers of the Runtime API") struct HTTPAnswerTests {
    private static let counted = "HTTP/1.1 200 OK\r\nA-Name:  a value \r\nContent-Length: 5\r\n\r\nhello"
    private static let chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nA-Trailer: t\r\n\r\n"

    @Test("are whole however their bytes are cut", arguments: [counted, chunked])
    func cut(_ text: String) throws {
        let bytes = Array(text.utf8)
        for size in 1...bytes.count {
            var reader = HTTPAnswerReader()
            var answer: HTTPAnswer?
            for start in stride(from: 0, to: bytes.count, by: size) {
                try #require(answer == nil, "it was whole before its end, cut by \(size)")
                answer = try reader.receive(bytes[start..<min(start + size, bytes.count)])
            }
            #expect(answer?.status == 200)
            #expect(answer.map { String(decoding: $0.body, as: UTF8.self) } == "hello", "cut by \(size)")
        }
    }

    @Test("have their headers by name, whatever its case, without the space around values")
    func headers() throws {
        var reader = HTTPAnswerReader()
        let answer = try #require(try reader.receive(Array(Self.counted.utf8)))
        #expect(answer.header("a-name") == "a value")
        #expect(!answer.closes)
    }

    @Test("say whether the connection ends with them")
    func closing() throws {
        for text in ["HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "HTTP/1.0 204 No\r\n\r\n"] {
            var reader = HTTPAnswerReader()
            #expect(try reader.receive(Array(text.utf8))?.closes == true)
        }
    }

    @Test("without a length end with the connection")
    func untilClosed() throws {
        var reader = HTTPAnswerReader()
        #expect(try reader.receive(Array("HTTP/1.1 200 OK\r\n\r\nhel".utf8)) == nil)
        #expect(try reader.receive(Array("lo".utf8)) == nil)
        #expect(reader.end()?.body == Array("hello".utf8))
    }

    @Test("that end too early are no answers")
    func early() throws {
        var reader = HTTPAnswerReader()
        #expect(!reader.hasBegun)
        #expect(try reader.receive(Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello".utf8)) == nil)
        #expect(reader.end() == nil)
        #expect(reader.hasBegun)
    }

    @Test("come after those that only announce them")
    func announced() throws {
        var reader = HTTPAnswerReader()
        let answer = try reader.receive(Array(("HTTP/1.1 100 Continue\r\n\r\n" + Self.counted).utf8))
        #expect(answer?.status == 200)
    }

    @Test(
        "that are not HTTP are refused",
        arguments: [
            "SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP/1.1 2 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
            String(repeating: "x", count: 70_000),
        ])
    func refused(_ text: String) throws {
        var reader = HTTPAnswerReader()
        let error = #expect(throws: RuntimeError.self) { _ = try reader.receive(Array(text.utf8)) }
        #expect(error?.kind == .unreadableAnswer)
    }
}
