import Reliability
import SimulatedAWS

/// One promise, and how it is tried.
struct Part: Sendable {
    struct Result: Sendable {
        let figure: String
        let complaints: Complaints
        var isWhole = true
    }

    /// The test of the acceptance list that it answers.
    let id: String
    let promise: String
    let target: String
    /// The size that the target asks for; 0 where everything there is, is tried.
    var fullSize = 0
    let run: @Sendable (Extent) async throws -> Result
}

/// How much is tried.
struct Extent: Sendable {
    let seed: UInt64
    /// How many random histories, where chance draws them; else everything there is, is tried.
    let size: Int
    /// What fits into the tests of every change: errors reach the engine without the client's retries, and of errors that the
    /// engine treats alike one is paired.
    let isBrief: Bool

    var seeds: [UInt64] { (0..<UInt64(size)).map { seed &+ $0 } }
}

extension Part {
    static let all = [
        crashes, errors, pairs, random, protection, exceptions, undo, drift, sweep, quotas, flows,
    ]

    private static let crashes = Part(
        id: "A-04", promise: "A crash before or after any journal write and any AWS call changes nothing of the end",
        target: "all actions, all places, 0 broken"
    ) { extent in
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
    ) { extent in
        var responses: [(ErrorCheck, ErrorCheck.Faults)] = []
        var undos: [(ErrorCheck, ErrorCheck.Faults)] = []
        for incident in Incident.all {
            for way in extent.isBrief ? [Stage.Way.direct] : [.direct, .client] {
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
        id: "A-05 pairs", promise: "Any two errors at any two AWS calls of isolating, blocking and confining are told",
        target: "all pairs, 0 broken"
    ) { extent in
        let pairs = Counter()
        var places: [ErrorPlace] = []
        for name in ["isolated instance", "blocked user", "blocked role", "confined security group"] {
            let check = try ErrorCheck(.named(name), .direct)
            let kinds = extent.isBrief ? try await ErrorKinds(check) : nil
            for call in 1...(try await check.calls()) {
                places += (kinds?.firsts(at: call) ?? ErrorClass.allCases).map { ErrorPlace(check, kinds, call, $0) }
            }
        }
        let found = try await Cores.each(places) { try await $0.complaints(pairs) }
        let extra = extent.isBrief ? ", one for each two kinds of errors that the engine tells apart" : ""
        return Result(
            figure: "\(pairs.total) pairs\(extra), \(found.count) broken", complaints: found)
    }

    private static let random = Part(
        id: "A-06",
        promise: "Repeats, delays, clock jumps, lost leases, crashes and errors at random: every invariant holds",
        target: "1,000,000 executions, 0 broken", fullSize: 1_000_000
    ) { extent in
        let check = try RandomCheck()
        let complaints = try await Cores.each(extent.seeds) { try await check.complaints(seed: $0) }
        return Result(figure: "\(extent.size) histories, \(complaints.count) broken", complaints: complaints)
    }

    private static let protection = Part(
        id: "A-10", promise: "What is protected is never changed", target: "10,000 principals and resources, 0 changes",
        fullSize: 10_000
    ) { extent in
        let check = try ProtectionCheck()
        var complaints = try await Cores.each(extent.seeds) { try await check.complaints(seed: $0) }
        complaints.add(try await Cores.each(extent.seeds) { try await check.unguarded(seed: $0) })
        return Result(
            figure:
                "\(extent.size) tried, \(extent.size) principals again with no guard but the role: \(complaints.count) broken",
            complaints: complaints)
    }

    private static let exceptions = Part(
        id: "A-11", promise: "What is exempt is never changed; an exception that does not hold gives no immunity",
        target: "100,000 events about 1,000 exempt resources: 0 changes; 1,000 invalid exceptions: 0 immune",
        fullSize: 10_000
    ) { extent in
        let check = try ExceptionCheck()
        let tried = max(1, extent.size / 10)
        let seeds = Array(extent.seeds.prefix(tried))
        var complaints = try await Cores.each(seeds) { try await check.exempt(seed: $0, events: 100) }
        complaints.add(try await Cores.each(seeds) { try await check.invalid(seed: $0) })
        complaints.add(try await Cores.each(seeds) { try await check.unreadable(seed: $0) })
        return Result(
            figure: "\(tried * 100) events about \(tried) exempt resources, \(tried) invalid, \(tried) unreadable: "
                + "\(complaints.count) broken", complaints: complaints)
    }

    private static let undo = Part(
        id: "A-12",
        promise: "An undo restores what was there before, with what others changed beside it, or changes nothing",
        target: "10,000 histories, 0 wrong restores", fullSize: 10_000
    ) { extent in
        let check = try UndoCheck()
        let complaints = try await Cores.each(extent.seeds) { try await check.complaints(seed: $0) }
        return Result(figure: "\(extent.size) histories, \(complaints.count) broken", complaints: complaints)
    }

    private static let flows = Part(
        id: "A-16", promise: "No connection lives on after an isolation that its residual risk does not name",
        target: "100,000 topologies, 0 unnamed", fullSize: 10_000
    ) { extent in
        let check = try FlowCheck()
        let complaints = try await Cores.each(
            Extent(seed: extent.seed, size: extent.size * 10, isBrief: false).seeds
        ) { try await check.complaints(seed: $0) }
        return Result(figure: "\(extent.size * 10) topologies, \(complaints.count) broken", complaints: complaints)
    }
}
