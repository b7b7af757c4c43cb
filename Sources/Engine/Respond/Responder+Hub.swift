import ActionKit
import AWSClient
import Findings
import JSON
import Playbook

extension Responder {
    /// Responds to an order from Security Hub: to the finding of GuardDuty behind it, as if that had come by itself.
    func respond(
        _ received: Received, _ order: HubAction, _ envelope: EventEnvelope, _ rules: [Rule]
    ) async throws -> [Response] {
        if let refusal = refusal(of: envelope) {
            return [try await recordOnly(received, Conclusion(.rejected, refusal), order.claimed)]
        }
        if rules.isEmpty {
            let why = "No rule of the playbook matches. \"quell explain\" says what kept each from matching."
            return [try await recordOnly(received, Conclusion(.ignored, why), order.claimed)]
        }
        let finding: Finding
        var unread: Decider.Ended?
        switch await read(order, envelope, execution: String(received.sha256.prefix(16))) {
        case .success(let live): finding = live
        case .failure(let ended): (finding, unread) = (order.claimed, ended)
        }
        if finding.isSample {
            let why = "It is a sample finding; samples change nothing."
            return [try await recordOnly(received, Conclusion(.ignored, why), finding)]
        }
        var responses: [Response] = []
        for rule in rules {
            responses.append(try await respond(received, finding, envelope.whole, rule, unread: unread))
        }
        return responses
    }

    /// Why an order is not taken; nil when it comes from the Security Hub of the engine's own account.
    ///
    /// Members can forward events of their own Security Hub, in which anybody may have made an action of any name.
    private func refusal(of envelope: EventEnvelope) -> String? {
        guard let home = settings.homeAccount else {
            return "The engine's own account is not known, so nobody can say whether this Security Hub is its own. "
                + "Name it with --home-account, or a topic."
        }
        guard envelope.account.description == home else {
            return "The order comes from the Security Hub of account \(envelope.account), which is not \(home), the "
                + "engine's own; nothing was changed."
        }
        return nil
    }

    /// The finding of GuardDuty behind an order, from the account it was made in.
    func read(
        _ order: HubAction, _ envelope: EventEnvelope, execution: String
    ) async -> Result<Finding, Decider.Ended> {
        let origin = order.origin
        let session = Session(
            execution: execution, policy: SessionPolicy.text(allowing: [], reading: Decider.reads))
        let answer: JSONValue
        do throws(AWSError) {
            answer = try await access.perform(
                Call(
                    GuardDuty.getFindings, account: origin.account.description, region: origin.region.description,
                    input: [
                        "DetectorId": .string(origin.detector.description),
                        "FindingIds": [.string(origin.finding.description)],
                    ]),
                in: session)
        } catch {
            guard error.kind == .notFound else {
                let why = "The finding behind the order cannot be read, so nothing was changed: \(error)"
                return .failure(Decider.Ended(error.technicalOutcome, why))
            }
            return .failure(Decider.Ended(.notConfirmed, "AWS does not know the finding behind the order: \(error)"))
        }
        guard let live = answer["Findings"]?.array?.first(where: { $0["Id"]?.string == origin.finding.description })
        else {
            return .failure(
                Decider.Ended(
                    .notConfirmed, "GuardDuty has no finding \(origin.finding) in detector \(origin.detector)."))
        }
        do throws(Rejection) {
            return compare(try Finding(live: live, from: envelope), with: order)
        } catch {
            return .failure(Decider.Ended(.notConfirmed, "GuardDuty's finding cannot be read: \(error.reason)"))
        }
    }

    /// What Security Hub and GuardDuty both say must agree.
    private func compare(_ live: Finding, with order: HubAction) -> Result<Finding, Decider.Ended> {
        func differs(_ what: String, _ told: String, _ said: String) -> Result<Finding, Decider.Ended> {
            .failure(
                Decider.Ended(
                    .notConfirmed,
                    "Security Hub says \(what) \"\(told)\", but GuardDuty's finding \(live.id) says \"\(said)\"."))
        }
        guard live.arn == order.origin.description else { return differs("ARN", order.origin.description, live.arn) }
        guard HubTypeName.isName(of: live.type, among: order.types) else {
            return differs("type", order.types.joined(separator: ", "), live.type)
        }
        let claimed = order.claimed.resource
        if case .ec2Instance = claimed.kind {
            guard live.resource.kind == claimed.kind else { return differs("resource", claimed.id, live.resource.id) }
        } else if let key = live.resource.principal?.accessKeyID, !claimed.id.hasSuffix(":\(key)") {
            return differs("resource", claimed.id, key.description)
        }
        return .success(live)
    }
}
