import AWSClient
import ActionKit
import Findings
import JSON
import Testing

@testable import Engine

@Suite struct SweepTests {
    private static let place = SweepPlace(account: nil, region: Sample.region)

    /// AWS as the sample's account has it: one finding, and no rule of Config.
    private func stage(updated: String = "2026-03-01T09:59:00.000Z") async throws -> Stage {
        let stage = try Stage()
        let live: JSONValue = .object(
            (Sample.liveFinding.object ?? [:]).merging([
                "Arn": .string(
                    "arn:aws:guardduty:\(Sample.region):\(Sample.account):detector/\(Sample.detector)/finding/"
                        + Sample.finding), "Region": .string(Sample.region), "Partition": "aws", "Severity": 8,
                "UpdatedAt": .string(updated), "Title": "Odd.", "SchemaVersion": "2.0",
                "Resource": [
                    "ResourceType": "Instance", "InstanceDetails": ["InstanceId": .string(Sample.instance)],
                ],
            ]) { $1 })
        await stage.aws.setFinding(live)
        await stage.aws.answer(GuardDuty.listDetectors, ["DetectorIds": [.string(Sample.detector)]])
        await stage.aws.answer(GuardDuty.listFindings, ["FindingIds": [.string(Sample.finding)]])
        return stage
    }

    private func sweep(_ stage: Stage) -> Sweep { Sweep(stage.responder(), places: [Self.place]) }

    @Test("what no event told of is found, answered as its event would have been, and found no more")
    func missed() async throws {
        let stage = try await stage()
        let report = try await sweep(stage).look()
        let missed = try #require(report.missed.first)
        #expect(report.missed.count == 1)
        #expect(report.unread == [])
        #expect(missed.findingID == Sample.finding)
        #expect(missed.rules == ["contain"])
        let response = try stage.first(await sweep(stage).respond(to: missed))
        #expect(response.conclusion.outcome == .contained, "\(response.conclusion.why)")
        let entries = try await stage.journal.entries(of: response.execution)
        guard case .received(let received)? = entries.first?.record else { throw Missing(what: "the event") }
        #expect(received.source == "sweep")
        let again = try await sweep(stage).look()
        #expect(again.missed == [])
        // Once contained it is archived, and a listing would leave it out; where it does not, it is no news.
        #expect(again.known == 0)
    }

    @Test("an event that came and what a sweep finds are one execution")
    func sameKey() async throws {
        let stage = try await stage()
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == .contained)
        await stage.aws.change { $0.isArchived = false }
        let report = try await sweep(stage).look()
        #expect(report.missed == [])
        #expect(report.known == 1)
        #expect(try await stage.journal.executions(newest: 10) == [response.execution])
    }

    @Test("looking writes nothing, and asks for what is open and was updated lately")
    func looking() async throws {
        let stage = try await stage()
        _ = try await sweep(stage).look()
        #expect(try await stage.journal.executions(newest: 1) == [])
        let call = try #require(await stage.aws.calls.first { $0.operation == GuardDuty.listFindings.id })
        let criteria = call.input["FindingCriteria"]?["Criterion"]
        #expect(criteria?["service.archived"] == ["Equals": ["false"]])
        #expect(criteria?["updatedAt"]?["GreaterThanOrEqual"]?.int == Int((stage.clock.engine.now() - 259_200) * 1_000))
        #expect(await stage.aws.writes == [])
        #expect(await stage.aws.complaints == [])
    }

    @Test("what cannot be read is told, and hides nothing else")
    func unread() async throws {
        let stage = try await stage()
        await stage.aws.failAlways(GuardDuty.listDetectors, .refused(.accessDenied))
        let report = try await sweep(stage).look()
        #expect(report.unread.map(\.what) == ["GuardDuty"])
        #expect(report.unread.first?.sentence.contains("this account in eu-west-1") == true)
        #expect(report.json["unread"]?.array?.count == 1)
    }

    @Test("what failed is tried again as often as a queue would, and not more often")
    func failures() async throws {
        let stage = try await stage()
        await stage.aws.failAlways(GuardDuty.getFindings, .refused(.unreachable))
        #expect(try await stage.respond().conclusion.outcome == .failed)
        await stage.aws.recover()
        #expect(try await sweep(stage).look().missed.count == 1)
        await stage.aws.failAlways(GuardDuty.getFindings, .refused(.unreachable))
        for _ in 2...5 { #expect(try await stage.respond().conclusion.outcome == .failed) }
        await stage.aws.recover()
        #expect(try await sweep(stage).look().missed == [])
    }

    @Test("a first sweep finds a backlog, and the guard of first starts holds it")
    func backlog() async throws {
        let stage = try await stage(updated: "2026-02-28T09:59:00.000Z")
        let sweep = Sweep(stage.responder(isService: true), places: [Self.place])
        let missed = try #require(try await sweep.look().missed.first)
        let response = try stage.first(await sweep.respond(to: missed))
        #expect(response.conclusion.outcome == .held)
        #expect(await stage.aws.state.tags[Sample.instance]?["state"] == "open")
    }

    @Test("the message is exactly one thing")
    func message() {
        #expect(SweepMessage(Array(SweepMessage.body.utf8)) != nil)
        for text in ["", "{}", #"{"quell":"tend"}"#, #"{"quell":"sweep","more":1}"#, #"["sweep"]"#] {
            #expect(SweepMessage(Array(text.utf8)) == nil, "\(text)")
        }
    }
}
