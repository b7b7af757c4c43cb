import ActionKit
import AWSClient
import Findings
import JSON
import Playbook
import PlaybookText
import SimulatedAWS

/// The simulated organization of one case: what the events are about is there, as the case says.
struct CaseStage: Sendable {
    let aws: SimulatedAWS
    /// The engine's account, its Region, and the topic that people listen to.
    let home: String
    let region: String
    let topic: String

    init(
        _ playbook: Playbook, before: [[UInt8]], event: [UInt8], _ terms: CaseWorld, actions: [String],
        position: Position
    ) throws(CaseError) {
        let subject = CaseSubject(event)
        let others = before.map { CaseSubject($0) }
        let known = (others + [subject]).compactMap(\.place)
        if let foreign = known.first(where: { $0.partition != "aws" }) {
            throw CaseError(
                sentence: "The event is of the partition \(foreign.partition); only aws is simulated.",
                position: position)
        }
        if let odd = terms.rules?.first(where: { AddressRange($0.source) == nil }) {
            throw CaseError(
                sentence: "\"\(odd.source)\" is no range of addresses; write one such as 10.0.0.0/8 or ::/0.",
                position: position)
        }
        home = subject.sender ?? Scenery.home
        region = subject.place?.region ?? Scenery.region
        topic = "arn:aws:sns:\(region):\(home):alerts"
        let runbooks = Self.runbooks(playbook)
        var world = World.organization(
            home: home, accounts: known.map(\.account), region: region, topic: topic, actions: actions,
            runbooks: runbooks)
        for place in known { world.add(runbooks: runbooks, account: place.account, region: place.region) }
        for other in others { other.enter(&world, CaseWorld(), administrator: home) }
        subject.enter(&world, terms, administrator: home)
        let start = subject.time ?? Self.standardTime
        aws = SimulatedAWS(world, clock: VirtualClock(at: start + 1))
        for (operation, word) in terms.failing {
            guard let operation = Operation.named(operation) else { continue }
            aws.failing(operation, with: ErrorClass.allCases.first { $0.word == word })
        }
    }

    /// 2026-03-01T10:00:00Z, for events without a time.
    private static let standardTime = 1_772_359_200.0

    /// Alerts that were sent so far.
    var messages: Int { aws.world[account: home, region: region].topics[topic]?.count ?? 0 }

    /// Documents that the playbook starts, wherever it names them.
    private static func runbooks(_ playbook: Playbook) -> [String] {
        Set(playbook.rules.flatMap(\.respond).compactMap { $0.options.given["document"]?.string }).sorted()
    }
}
