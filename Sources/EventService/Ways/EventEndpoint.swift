import Engine
import HTTPTypes
import Hummingbird
import JSON
import NIOCore

/// `POST /events`: takes signed events in, and answers once they are durable.
struct EventEndpoint: Sendable {
    let inbox: EventInbox
    let signature: RequestSignature
    let metrics: ServiceMetrics
    let health: ServiceHealth
    let log: Log
    let clock: EngineClock

    /// Most bytes of a body; an event of EventBridge has at most 256 KiB.
    static let largestBody = 1_048_576
    /// Most events of one request, so that no request holds up the others.
    static let mostEvents = 256

    func answer(_ request: Request) async throws -> HTTPReply {
        let start = ContinuousClock.now
        guard !health.isStopping else {
            return refuse(.unavailable, .serviceUnavailable, "The service is stopping. Send it again.")
        }
        if let length = request.headers[.contentLength].flatMap(Int.init), length > Self.largestBody {
            return tooLarge
        }
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: Self.largestBody)
        } catch is NIOTooManyBytesError {
            return tooLarge
        }
        let flaw = signature.flaw(
            timestamp: Self.header("x-quell-timestamp", request), signature: Self.header("x-quell-signature", request),
            body: buffer.readableBytesView, now: clock.now())
        if let flaw {
            return refuse(
                .signature, flaw == .missing || flaw == .malformed ? .badRequest : .unauthorized, flaw.sentence)
        }
        return await accept(Array(buffer.readableBytesView), request, start)
    }

    private func accept(_ body: [UInt8], _ request: Request, _ start: ContinuousClock.Instant) async -> HTTPReply {
        let events: [[UInt8]]
        do throws(JSONError) {
            let isOneALine = request.headers[.contentType]?.hasPrefix("application/x-ndjson") ?? false
            events = try EventText.wellFormedEvents(in: body, isOneALine: isOneALine)
        } catch {
            return refuse(.malformed, .badRequest, "The body is not JSON: \(error).")
        }
        guard !events.isEmpty else { return refuse(.malformed, .badRequest, "The body holds no event.") }
        guard events.count <= Self.mostEvents else {
            return refuse(
                .tooLarge, .contentTooLarge,
                "The body holds \(events.count) events; at most \(Self.mostEvents) are taken at once.")
        }
        do throws(InboxError) {
            switch try await inbox.accept(events, at: clock.now()) {
            case .full:
                return refuse(
                    .full, .serviceUnavailable,
                    "The inbox holds \(inbox.limit) events that are not answered yet. Send it again later.")
            case .accepted(let new, let known):
                metrics.accepted(
                    .http, new: new, known: known, seconds: (ContinuousClock.now - start) / .seconds(1))
                return .json(
                    .accepted, ["accepted": .number(String(new)), "duplicates": .number(String(known))])
            }
        } catch {
            health.failed(.inbox, error.description)
            log.write(.error, "events cannot be accepted", ["why": .string(error.description)])
            return refuse(.unavailable, .serviceUnavailable, "The inbox cannot be written; nothing was accepted.")
        }
    }

    private var tooLarge: HTTPReply {
        refuse(.tooLarge, .contentTooLarge, "The body has more than \(Self.largestBody) bytes.")
    }

    private func refuse(
        _ refusal: ServiceMetrics.Refusal, _ status: HTTPResponse.Status, _ sentence: String
    ) -> HTTPReply {
        metrics.refused(refusal)
        var response = HTTPReply.json(status, ["error": .string(refusal.rawValue), "why": .string(sentence)])
        if status == .serviceUnavailable { response.headers[.retryAfter] = "5" }
        return response
    }

    private static func header(_ name: String, _ request: Request) -> String? {
        request.headers.first { $0.name.canonicalName == name }?.value
    }
}
