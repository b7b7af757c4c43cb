import Testing

@testable import LambdaRuntime

@Suite("The client of the Runtime API", .timeLimit(.minutes(1))) struct RuntimeClientTests {
    private func client(_ api: LoopbackAPI) throws -> RuntimeClient {
        RuntimeClient(try #require(RuntimeEndpoint("127.0.0.1:\(api.port)")))
    }

    @Test("reads an invocation with everything Lambda says of it, and answers it on the same connection")
    func round() throws {
        let api = try LoopbackAPI([.invocation("id-1", "{\"a\":1}", trace: "Root=1-5"), .accepted])
        let client = try client(api)
        let invocation = try client.next()
        #expect(
            invocation
                == Invocation(
                    requestID: "id-1", deadline: 1_700_000_000_000, traceID: "Root=1-5",
                    functionARN: "arn:aws:lambda:eu-central-1:111122223333:function:quell",
                    body: Array("{\"a\":1}".utf8)))
        try client.respond("id-1", Array("{}".utf8))
        #expect(api.requests.count == 2)
        #expect(api.requests.first?.hasPrefix("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\n") == true)
        #expect(api.requests.last?.hasPrefix("POST /2018-06-01/runtime/invocation/id-1/response HTTP/1.1\r\n") == true)
        #expect(api.requests.last?.hasSuffix("\r\n\r\n{}") == true)
    }

    @Test("asks again when the connection was forgotten while the process was frozen")
    func forgotten() throws {
        let api = try LoopbackAPI([.invocation("id-1", "1"), .accepted, .forget, .invocation("id-2", "2"), .accepted])
        let client = try client(api)
        #expect(try client.next().requestID == "id-1")
        try client.respond("id-1", [])
        #expect(try client.next().requestID == "id-2")
        try client.respond("id-2", [])
    }

    @Test("asks again when the connection ends while it waits")
    func hangUp() throws {
        let api = try LoopbackAPI([.hangUp, .invocation("id-1", "1")])
        #expect(try client(api).next().requestID == "id-1")
        #expect(api.requests.count == 2)
    }

    @Test("makes a new connection after an answer that ends it")
    func closing() throws {
        let api = try LoopbackAPI([
            .answer("HTTP/1.1 202 Accepted\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"), .accepted,
        ])
        let client = try client(api)
        try client.respond("id-1", [])
        try client.respond("id-2", [])
        #expect(api.requests.count == 2)
    }

    @Test("takes the refusal of a repeated response for what it is: the first one came")
    func repeatedResponse() throws {
        let api = try LoopbackAPI([.hangUp, .refused(403)])
        try client(api).respond("id-1", [])
        #expect(api.requests.count == 2)
    }

    @Test("does not take the refusal of a first response for that")
    func refusedResponse() throws {
        let api = try LoopbackAPI([.refused(403)])
        let error = #expect(throws: RuntimeError.self) { try client(api).respond("id-1", []) }
        #expect(error?.kind == .refused)
        #expect(error?.detail.contains("InvalidStateTransition") == true)
    }

    @Test("tells a failure with its type and its words")
    func failure() throws {
        let api = try LoopbackAPI([.accepted, .accepted])
        let client = try client(api)
        try client.fail("id-1", Failure(type: "JournalError", message: "It is \"away\"."))
        try client.failInitialization(Failure(RuntimeError(.noEndpoint, "start", "None.")))
        let (first, second) = (api.requests[0], api.requests[1])
        #expect(first.hasPrefix("POST /2018-06-01/runtime/invocation/id-1/error HTTP/1.1\r\n"))
        #expect(first.contains("\r\nLambda-Runtime-Function-Error-Type: Quell.JournalError\r\n"))
        #expect(
            first.hasSuffix(
                "\r\n\r\n{\"errorMessage\":\"It is \\\"away\\\".\",\"errorType\":\"JournalError\",\"stackTrace\":[]}"))
        #expect(second.hasPrefix("POST /2018-06-01/runtime/init/error HTTP/1.1\r\n"))
        #expect(second.contains("Lambda's Runtime API, start: None."))
    }

    @Test("gives up when nobody listens")
    func gone() throws {
        let api = try LoopbackAPI([.hangUp])
        let error = #expect(throws: RuntimeError.self) { _ = try client(api).next() }
        #expect(error?.kind == .disconnected)
        #expect(error?.operation == "next")
    }

    @Test(
        "refuses invocations that cannot be answered",
        arguments: ["", "Lambda-Runtime-Aws-Request-Id: a/../b\r\n", "Lambda-Runtime-Aws-Request-Id: id-1\r\n"])
    func unanswerable(_ header: String) throws {
        let api = try LoopbackAPI([.answer("HTTP/1.1 200 OK\r\n\(header)Content-Length: 0\r\n\r\n")])
        let error = #expect(throws: RuntimeError.self) { _ = try client(api).next() }
        #expect(error?.kind == .unreadableAnswer)
    }

    @Test("knows an address from what is none")
    func endpoints() {
        #expect(RuntimeEndpoint("127.0.0.1:9001")?.description == "127.0.0.1:9001")
        #expect(RuntimeEndpoint("localhost:1")?.port == 1)
        for text in ["", "127.0.0.1", ":9001", "a:0", "a:70000", "a:x", "a b:1", "a:1:2", "a\r\n:1"] {
            #expect(RuntimeEndpoint(text) == nil, "\(text)")
        }
    }
}
