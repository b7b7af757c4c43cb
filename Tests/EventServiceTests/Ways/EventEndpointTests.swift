import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import EventService

@Suite("POST /events") struct EventEndpointTests {
    private static let secret = "0123456789abcdef0123456789abcdef"
    private let bench: Bench
    private let endpoint: EventEndpoint

    init() throws {
        bench = try Bench(limit: 2)
        endpoint = EventEndpoint(
            inbox: bench.inbox, signature: RequestSignature(try SharedSecrets(Self.secret, named: "test")),
            metrics: bench.metrics, health: bench.health, log: bench.log, clock: bench.clock)
    }

    private func status(
        _ body: String, type: String = "application/json", isSigned: Bool = true, length: Int? = nil
    ) async throws -> Int {
        var fields = HTTPFields()
        fields[.contentType] = type
        fields[.contentLength] = String(length ?? body.utf8.count)
        if isSigned {
            let time = String(Int(Bench.now))
            let code = HMAC<SHA256>.authenticationCode(
                for: Data("\(time).\(body)".utf8), using: SymmetricKey(data: Data(Self.secret.utf8)))
            fields[try #require(HTTPField.Name("X-Quell-Timestamp"))] = time
            fields[try #require(HTTPField.Name("X-Quell-Signature"))] =
                "v1=" + code.map { String(format: "%02x", $0) }.joined()
        }
        let head = HTTPRequest(method: .post, scheme: "http", authority: "x", path: "/events", headerFields: fields)
        let reply = try await endpoint.answer(
            Request(head: head, body: RequestBody(buffer: ByteBuffer(string: body))))
        return reply.status.code
    }

    @Test("what is signed and JSON is accepted, and is in the inbox then")
    func accepts() async throws {
        #expect(try await status("{\"a\":1}") == 202)
        #expect(try await status("{\"a\":1}") == 202)
        #expect(try await bench.inbox.arrived().map(\.body) == [Array("{\"a\":1}".utf8)])
        #expect(try await bench.value("quell_events_duplicate_total{way=\"http\"}") == "1")
        #expect(try await bench.value("quell_accept_seconds_count") == "2")
    }

    @Test("what cannot be taken has its status, and nothing of it is taken")
    func refuses() async throws {
        #expect(try await status("{\"a\":1}", isSigned: false) == 400)
        #expect(try await status("{\"a\":", isSigned: true) == 400)
        #expect(try await status("[]") == 400)
        #expect(try await status("{}", length: EventEndpoint.largestBody + 1) == 413)
        #expect(try await status(String(repeating: " ", count: EventEndpoint.largestBody + 1), length: 1) == 413)
        #expect(try await status("[" + Array(repeating: "1", count: 257).joined(separator: ",") + "]") == 413)
        #expect(try await status("{\"a\":1}\n{\"a\":2}\n{\"a\":3}", type: "application/x-ndjson") == 503)
        #expect(try await bench.inbox.arrived().isEmpty)
        for (reason, count) in [("signature", "1"), ("malformed", "2"), ("too-large", "3"), ("full", "1")] {
            #expect(try await bench.value("quell_requests_refused_total{reason=\"\(reason)\"}") == count, "\(reason)")
        }
    }

    @Test("several at once, and none once the service stops")
    func several() async throws {
        #expect(try await status("{\"a\":1}\n{\"a\":2}", type: "application/x-ndjson") == 202)
        #expect(try await bench.inbox.level().arrived == 2)
        bench.health.stop()
        #expect(try await status("{\"a\":1}") == 503)
    }
}
