import ActionKit
import AWSClient
import Findings
import JSON
import Playbook

extension Decider {
    /// What the engine itself reads, whatever the actions: findings, compliance and tags.
    static let reads =
        [GuardDuty.getFindings, Config.getComplianceDetailsByResource] + TagReading.operations + [EC2.describeTags]

    /// Reads the live finding: an event is only a hint, and anybody in a service account can provoke one.
    func confirm(execution: String) async -> Result<JSONValue, Ended> {
        if let unread { return .failure(unread) }
        do throws(AWSError) {
            return switch finding.source {
            case .guardDuty: try await confirmFinding(in: readingSession(execution))
            case .config: try await confirmCompliance(in: readingSession(execution))
            }
        } catch {
            guard error.kind == .notFound else {
                return .failure(
                    Ended(error.technicalOutcome, "The live finding cannot be read, so nothing was changed: \(error)"))
            }
            return .failure(Ended(.notConfirmed, "AWS does not know the finding: \(error)"))
        }
    }

    private func confirmFinding(in session: Session) async throws(AWSError) -> Result<JSONValue, Ended> {
        guard let detector = finding.detectorID else {
            return .failure(Ended(.notConfirmed, "The finding names no detector to read it from."))
        }
        let answer = try await access.perform(
            Call(
                GuardDuty.getFindings, account: finding.account.description, region: finding.region.description,
                input: ["DetectorId": .string("\(detector)"), "FindingIds": [.string(finding.id)]]),
            in: session)
        guard let live = answer["Findings"]?.array?.first(where: { $0["Id"]?.string == finding.id }) else {
            return .failure(Ended(.notConfirmed, "GuardDuty has no finding \(finding.id) in detector \(detector)."))
        }
        if rule.about == .principal, let why = strangerInLiveFinding(live) {
            return .failure(Ended(.notConfirmed, why))
        }
        let pairs = [
            ("type", live["Type"]?.string, finding.type),
            ("account", live["AccountId"]?.string, finding.account.description),
            (
                "instance", live["Resource"]?["InstanceDetails"]?["InstanceId"]?.string, instanceID
            ),
            (
                "user name", live["Resource"]?["AccessKeyDetails"]?["UserName"]?.string,
                finding.resource.principal?.name
            ),
        ]
        for (name, live, told) in pairs {
            guard let told, let live, live != told else { continue }
            return .failure(
                Ended(
                    .notConfirmed,
                    "The event says \(name) \"\(told)\", but GuardDuty's finding \(finding.id) says \"\(live)\"."))
        }
        return .success(live)
    }

    /// Why the principal is not the live finding's own; nil when it is.
    ///
    /// The rule acts on nothing else of the finding, so that what the source does not say of it counts as another.
    private func strangerInLiveFinding(_ live: JSONValue) -> String? {
        let details = live["Resource"]?["AccessKeyDetails"]
        guard let name = finding.resource.principal?.name else { return nil }
        let told = finding.resource.principal?.uniqueID?.description
        let said = (details?["PrincipalId"]?.string ?? "").split(separator: ":").first.map(String.init)
        guard details?["UserName"]?.string?.split(separator: "/").last.map(String.init) == name, said == told else {
            return "The event says that \(finding.resource) acted, but GuardDuty's finding \(finding.id) does not."
        }
        return nil
    }

    private var instanceID: String? {
        guard case .ec2Instance(let id) = finding.resource.kind else { return nil }
        return id.description
    }

    private func confirmCompliance(in session: Session) async throws(AWSError) -> Result<JSONValue, Ended> {
        guard let type = event["detail"]?["resourceType"]?.string, let id = event["detail"]?["resourceId"]?.string
        else {
            return .failure(Ended(.notConfirmed, "The event names no resource to ask AWS Config for."))
        }
        let answer = try await access.perform(
            Call(
                Config.getComplianceDetailsByResource, account: finding.account.description,
                region: finding.region.description,
                input: ["ResourceType": .string(type), "ResourceId": .string(id), "ComplianceTypes": ["NON_COMPLIANT"]]),
            in: session)
        let results = answer["EvaluationResults"]?.array ?? []
        let rule: JSONQuery = "EvaluationResultIdentifier.EvaluationResultQualifier.ConfigRuleName"
        guard let live = results.first(where: { rule($0).string == finding.type }) else {
            return .failure(
                Ended(
                    .notConfirmed,
                    "AWS Config does not hold \(type) \(id) non-compliant with \(finding.type) now; nothing was changed."
                ))
        }
        return .success(live)
    }
}

extension AWSError {
    /// How a response ends that cannot read what it must: `failed` where the way to AWS is broken, so that the same event
    /// can be sent again; `held` where AWS answers and refuses.
    var technicalOutcome: Outcome {
        switch kind {
        case .noCredentials, .badCredentials, .unreachable, .timedOut: .failed
        case .accessDenied where operation.hasPrefix("sts:"): .failed
        case .accessDenied, .throttled, .notFound, .alreadyExists, .limitExceeded, .unmodifiable, .invalidInput,
            .serverFailure, .unreadableAnswer, .other:
            .held
        }
    }
}
