import AWSClient
import JSON
import SimulatedAWS
import Testing

/// What the client writes is what the simulated services read, and the other way round, for every operation.
@Suite struct WireTests {
    static let operations = Operation.all.map(\.id)

    private func endpoint(_ operation: Operation) throws -> Endpoint {
        try Endpoints(environment: { _ in nil }).target(operation.service, region: "eu-west-1").endpoint
    }

    @Test("reads the input that the client writes", arguments: operations)
    func input(_ id: String) throws {
        let operation = try #require(Operation.named(id))
        for seed in 1...20 {
            var dice = Dice(seed)
            let input = dice.value(of: operation.input)
            var request = try operation.request(input, endpoint: endpoint(operation))
            request = SigV4.sign(
                request, credentials: Scenery.credentials, service: operation.service.signingName, region: "eu-west-1",
                at: 1_772_359_200)
            let call = try WireCall(request)
            #expect(call.operation == operation)
            #expect(call.input == input)
            #expect(call.accessKeyID == Scenery.engineKey)
        }
    }

    @Test("writes the output that the client reads", arguments: operations)
    func output(_ id: String) throws {
        let operation = try #require(Operation.named(id))
        for seed in 1...20 {
            var dice = Dice(seed)
            let output = dice.value(of: operation.output)
            let response = WireAnswer.success(operation, output, requestID: "r")
            #expect(try operation.answer(response) == output)
        }
    }

    @Test("writes the errors that the client reads", arguments: operations)
    func failure(_ id: String) throws {
        let operation = try #require(Operation.named(id))
        let refusal = Refusal("AccessDenied", "No & <never>.", status: 403)
        let response = WireAnswer.failure(operation.service, refusal, requestID: "r-1")
        let error = #expect(throws: AWSError.self) { try operation.answer(response) }
        #expect(error?.kind == .accessDenied)
        #expect(error?.code == "AccessDenied")
        #expect(error?.message == "No & <never>.")
        #expect(error?.requestID == "r-1")
    }
}

/// Values of a shape by chance: the same for the same seed.
private struct Dice {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 }

    private mutating func roll(_ sides: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(sides))
    }

    mutating func value(of shape: Shape, depth: Int = 0) -> JSONValue {
        switch shape {
        case .structure(let members):
            var values: [String: JSONValue] = [:]
            // A structure without members cannot be written in a form.
            let first = depth > 0 ? members.first?.name : nil
            for member in members where member.location != .payload {
                let isWanted =
                    member.isRequired || member.name == first || member.location == .uri || (depth < 4 && roll(3) > 0)
                guard isWanted else { continue }
                // Not every text may stand in a path or a header.
                let isBody = member.location == .body || member.shape != .string
                values[member.name] = isBody ? value(of: member.shape, depth: depth + 1) : "my-bucket"
            }
            return .object(values)
        case .list(let inner, _, _): return .array((0...roll(2)).map { _ in value(of: inner, depth: depth + 1) })
        case .map(let inner, _, _, _):
            let pairs = (0...roll(2)).map { ("key \($0)", value(of: inner, depth: depth + 1)) }
            return .object(Dictionary(pairs, uniquingKeysWith: { $1 }))
        case .string: return .string(["plain", "a b+c&d=e%", "<é \"'>", "x.1"][roll(4)])
        case .policyDocument: return .string("{\"Version\": \"2012-10-17\"}")
        case .boolean: return .bool(roll(2) == 0)
        case .integer: return .number(String(roll(1_000)))
        case .double: return .number("\(roll(9)).5")
        case .timestamp: return .string(ISO8601.format(Double(1_772_359_200 + roll(1_000))))
        case .blob: return .string("AAEC")
        }
    }
}
