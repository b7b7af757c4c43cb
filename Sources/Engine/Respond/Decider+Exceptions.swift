import AWSClient
import ActionKit
import Findings
import JSON
import Playbook

extension Decider {
    /// What exceptions mean for the response: the tag is read from the service that owns the resource, exactly that key.
    ///
    /// Tags that cannot be read end with `held`, unless the rule changes nothing anyway.
    func ruleOnExceptions(execution: String) async -> ExceptionRuling {
        let actions = responses(of: .contain).map(\.action)
        guard let reading = TagReading(finding.resource, finding) else {
            return await rule(on: TagReading.Answer(), actions, execution: execution)
        }
        let answer: TagReading.Answer
        do throws(AWSError) {
            answer = try await reading.read(access, in: readingSession(execution))
        } catch {
            switch error.kind {
            case .notFound:
                return ended(
                    .moot, "\(finding.resource) is gone; there is nothing to contain. (\(error.code ?? "not found"))")
            case _ where actions.isEmpty: return ExceptionRuling()
            default:
                return ended(
                    error.technicalOutcome,
                    "Whether \(finding.resource) carries the exception tag cannot be read, so nothing was changed: \(error)"
                )
            }
        }
        return await rule(on: answer, actions, execution: execution)
    }

    private func rule(
        on answer: TagReading.Answer, _ actions: [String], execution: String
    ) async -> ExceptionRuling {
        guard let terms = playbook.strictExceptions else { return presence(answer, actions) }
        guard !actions.isEmpty else { return ExceptionRuling(arn: answer.arn) }
        let judge = ExceptionJudge(
            tag: playbook.exceptionTag, terms: terms, register: await exceptionRegister(), now: now())
        let subject = ExceptionSubject(arn: answer.arn ?? finding.resource.arn, tags: answer.tags)
        var ruling = ExceptionRuling(arn: answer.arn)
        for action in actions {
            let verdict = judge.verdict(on: subject, action: action, finding: finding.type)
            if case .unknown(let why) = verdict {
                ruling.conclusion = Conclusion(
                    .held,
                    "Whether \(finding.resource) has an approved exception cannot be known, so nothing was changed: \(why)"
                )
                return ruling
            }
            if let judgement = judgement(verdict, action, tagged: answer.tags[playbook.exceptionTag]) {
                ruling.add(judgement)
            }
        }
        ruling.conclusion = conclusion(of: ruling.judgements, actions)
        if ruling.judgements.isEmpty, let miss = await relatedMiss(answer.related, actions, execution: execution) {
            ruling.add(miss)
        }
        return ruling
    }

    /// The tag alone exempts, whatever its value.
    private func presence(_ answer: TagReading.Answer, _ actions: [String]) -> ExceptionRuling {
        let key = playbook.exceptionTag
        var ruling = ExceptionRuling(arn: answer.arn)
        if let value = answer.tags[key] {
            ruling.conclusion = Conclusion(
                .exempt, "\(finding.resource) carries the exception tag \(key)=\"\(value)\". Nothing was changed.")
        } else if case let misses = NearMiss.keys(in: answer.tags.keys, of: key), !misses.isEmpty, !actions.isEmpty {
            ruling.add(nearMiss(misses, actions))
        }
        return ruling
    }

    private func nearMiss(_ keys: [String], _ actions: [String]) -> ExceptionJudgement {
        let shown = keys.map { "\"\($0)\"" }.joined(separator: ", ")
        return ExceptionJudgement(
            .nearMiss, actions: actions,
            why: "\(finding.resource) carries the tag \(shown), which looks like the exception tag "
                + "\"\(playbook.exceptionTag)\" and exempts nothing.")
    }

    private func judgement(
        _ verdict: ExceptionJudge.Verdict, _ action: String, tagged value: String?
    ) -> ExceptionJudgement? {
        let tag = value.map { "\(playbook.exceptionTag)=\"\($0)\"" } ?? playbook.exceptionTag
        switch verdict {
        case .none, .unknown: return nil
        case .nearMiss(let keys): return nearMiss(keys, [action])
        case .exempt(let record, let until):
            return ExceptionJudgement(
                .exempt, actions: [action], record: record, expires: until,
                why: "\(finding.resource) carries the exception tag \(tag); record \(record.id), approved by "
                    + "\(record.approver), covers it until \(until).")
        case .invalid(let flaw):
            return ExceptionJudgement(
                .invalid, actions: [action], flaw: flaw,
                why: "\(finding.resource) carries the exception tag \(tag), which exempts nothing: \(flaw.words).")
        case .unclaimed(let record):
            let gone = value == nil ? "its tag \(tag) is not there" : "its tag says \(tag)"
            return ExceptionJudgement(
                .unclaimed, actions: [action], record: record,
                why: "Record \(record.id), approved by \(record.approver), excepts \(finding.resource), but \(gone). "
                    + "Nothing was changed. Find out who changed the tag; set it again, or revoke the record.")
        }
    }

    /// An approval without its tag stops everything; exceptions for every action leave nothing to do.
    private func conclusion(of judgements: [ExceptionJudgement], _ actions: [String]) -> Conclusion? {
        if let unclaimed = judgements.first(where: { $0.verdict == .unclaimed }) {
            return Conclusion(.held, unclaimed.why)
        }
        let exempt = judgements.filter { $0.verdict == .exempt }
        guard Set(exempt.flatMap(\.actions)).isSuperset(of: actions) else { return nil }
        return Conclusion(.exempt, exempt.map(\.why).joined(separator: " ") + " Nothing was changed.")
    }

    private func ended(_ outcome: Outcome, _ why: String) -> ExceptionRuling {
        ExceptionRuling(conclusion: Conclusion(outcome, why))
    }
}
