import Reliability
import SimulatedAWS

/// One promise, and how it is tried.
struct Part: Sendable {
    struct Result: Sendable {
        let figure: String
        let complaints: Complaints
    }

    /// The test of the acceptance list that it answers.
    let id: String
    let promise: String
    let target: String
    /// The size that the target asks for; 0 where everything there is, is tried.
    var fullSize = 0
    /// `size` is how many random histories, where chance draws them; else everything there is, is tried.
    let run: @Sendable (_ seed: UInt64, _ size: Int) async throws -> Result
}

extension Part {
    static let all = [crashes, errors, pairs, random, protection, exceptions, undo, flows]

    private static let crashes = Part(
        id: "A-04", promise: "A crash before or after any journal write and any AWS call changes nothing of the end",
        target: "all actions, all places, 0 broken"
    ) { _, _ in
        var cases: [(CrashCheck, CrashCheck.Place)] = []
        for incident in Incident.all {
            let direct = try await CrashCheck(incident, .direct)
            let client = try await CrashCheck(incident, .client)
            cases += (direct.atCalls + direct.atOperations).map { (direct, $0) } + client.atCalls.map { (client, $0) }
        }
        let complaints = try await Cores.each(cases) { try await $0.0.complaints($0.1) }
        return Result(figure: "\(cases.count) crashes, \(complaints.count) broken", complaints: complaints)
    }

    private static let errors = Part(
        id: "A-05", promise: "Any of 14 errors at any AWS call of a response or an undo is told, never claimed away",
        target: "all actions, all calls, 0 broken"
    ) { _, _ in
        var responses: [(ErrorCheck, ErrorCheck.Faults)] = []
        var undos: [(ErrorCheck, ErrorCheck.Faults)] = []
        for incident in Incident.all {
            for way in [Stage.Way.direct, .client] {
                let check = try ErrorCheck(incident, way)
                for index in 1...(try await check.calls()) {
                    responses += ErrorClass.allCases.map { (check, [index: $0]) }
                }
                guard way == .direct else { continue }
                for index in try await check.undoCalls() { undos += ErrorClass.allCases.map { (check, [index: $0]) } }
            }
        }
        var complaints = try await Cores.each(responses) { try await $0.0.response($0.1) }
        complaints.add(try await Cores.each(undos) { try await $0.0.undo($0.1) })
        return Result(
            figure: "\(responses.count) responses and \(undos.count) undos, \(complaints.count) broken",
            complaints: complaints)
    }

    private static let pairs = Part(
        id: "A-05", promise: "Any two errors at any two AWS calls of isolating, blocking and confining are told",
        target: "all pairs, 0 broken"
    ) { _, _ in
        var firsts: [(ErrorCheck, Int, ErrorClass)] = []
        for name in ["isolated instance", "blocked user", "blocked role", "confined security group"] {
            let check = try ErrorCheck(.named(name), .direct)
            for index in 1...(try await check.calls()) { firsts += ErrorClass.allCases.map { (check, index, $0) } }
        }
        let pairs = Counter()
        let complaints = try await Cores.each(firsts) { check, first, error in
            var complaints = Complaints()
            let calls = try await check.calls([first: error])
            for second in stride(from: first + 1, through: calls, by: 1) {
                for other in ErrorClass.allCases {
                    complaints.add(try await check.response([first: error, second: other]))
                    pairs.count()
                }
            }
            return complaints
        }
        return Result(figure: "\(pairs.total) pairs, \(complaints.count) broken", complaints: complaints)
    }

    private static let random = Part(
        id: "A-06",
        promise: "Repeats, delays, clock jumps, lost leases, crashes and errors at random: every invariant holds",
        target: "1,000,000 executions, 0 broken", fullSize: 1_000_000
    ) { seed, size in
        let check = try RandomCheck()
        let complaints = try await Cores.each(seeds(seed, size)) { try await check.complaints(seed: $0) }
        return Result(figure: "\(size) histories, \(complaints.count) broken", complaints: complaints)
    }

    private static let protection = Part(
        id: "A-10", promise: "What is protected is never changed", target: "10,000 principals and resources, 0 changes",
        fullSize: 10_000
    ) { seed, size in
        let check = try ProtectionCheck()
        let complaints = try await Cores.each(seeds(seed, size)) { try await check.complaints(seed: $0) }
        return Result(figure: "\(size) tried, \(complaints.count) broken", complaints: complaints)
    }

    private static let exceptions = Part(
        id: "A-11", promise: "What is exempt is never changed; an exception that does not hold gives no immunity",
        target: "100,000 events about 1,000 exempt resources: 0 changes; 1,000 invalid exceptions: 0 immune",
        fullSize: 10_000
    ) { seed, size in
        let check = try ExceptionCheck()
        let tried = max(1, size / 10)
        var complaints = try await Cores.each(seeds(seed, tried)) { try await check.exempt(seed: $0, events: 100) }
        complaints.add(try await Cores.each(seeds(seed, tried)) { try await check.invalid(seed: $0) })
        complaints.add(try await Cores.each(seeds(seed, tried)) { try await check.unreadable(seed: $0) })
        return Result(
            figure: "\(tried * 100) events about \(tried) exempt resources, \(tried) invalid, \(tried) unreadable: "
                + "\(complaints.count) broken", complaints: complaints)
    }

    private static let undo = Part(
        id: "A-12",
        promise: "An undo restores what was there before, with what others changed beside it, or changes nothing",
        target: "10,000 histories, 0 wrong restores", fullSize: 10_000
    ) { seed, size in
        let check = try UndoCheck()
        let complaints = try await Cores.each(seeds(seed, size)) { try await check.complaints(seed: $0) }
        return Result(figure: "\(size) histories, \(complaints.count) broken", complaints: complaints)
    }

    private static let flows = Part(
        id: "A-16", promise: "No connection lives on after an isolation that its residual risk does not name",
        target: "100,000 topologies, 0 unnamed", fullSize: 10_000
    ) { seed, size in
        let check = try FlowCheck()
        let complaints = try await Cores.each(seeds(seed, size * 10)) { try await check.complaints(seed: $0) }
        return Result(figure: "\(size * 10) topologies, \(complaints.count) broken", complaints: complaints)
    }

    private static func seeds(_ first: UInt64, _ count: Int) -> [UInt64] {
        (0..<UInt64(count)).map { first &+ $0 }
    }
}
