package import ActionKit
package import AWSClient
import Findings
import JSON

/// Denies every AWS call to a compromised user or role, and deactivates the access keys of a user.
///
/// The managed policy `AWSDenyAll` is attached first, because it closes every door at once: access keys, console, and
/// sessions that the principal has open. Where ten managed policies are attached already, an inline policy
/// `quell-deny-all` of the same effect is put instead. Then every active access key of a user becomes inactive; none is
/// deleted, as keys are evidence. Undo detaches the policy and makes exactly those keys active again.
///
/// The unique id in the finding (`AIDA…`, `AROA…`) is compared with the live principal: a name that was used again is
/// left alone. Root users, federated users, other accounts, AWS services, service-linked roles and roles of IAM
/// Identity Center cannot carry a policy; for each the action says what people should do instead.
///
/// A finding about a bucket or a machine may also name whose credentials were used on it: a rule with `about: principal` is
/// about those.
///
/// The last principal of an account that has the policy `AdministratorAccess`, directly or by a group, is left to people:
/// blocking it would lock out who must repair the account.
///
/// A role that is denied stops working for every workload that uses it, until the denial is taken back.
package struct BlockPrincipal: Action {
    package static let manifest = Manifest(
        id: "iam.block-principal",
        summary: "Denies every AWS call to a compromised user or role, and deactivates the user's access keys.",
        phase: .contain, harm: .high,
        reads: [
            IAM.getUser, IAM.getRole, IAM.listAttachedUserPolicies, IAM.listAttachedRolePolicies,
            IAM.listUserPolicies, IAM.listRolePolicies, IAM.getUserPolicy, IAM.getRolePolicy, IAM.listAccessKeys,
            IAM.listEntitiesForPolicy, IAM.getGroup,
        ],
        watches: [
            IAM.getUser, IAM.getRole, IAM.listAttachedUserPolicies, IAM.listAttachedRolePolicies,
            IAM.listUserPolicies, IAM.listRolePolicies, IAM.listAccessKeys,
        ],
        undoWatches: [
            IAM.listAttachedUserPolicies, IAM.listAttachedRolePolicies, IAM.listUserPolicies, IAM.listRolePolicies,
            IAM.listAccessKeys,
        ],
        writes: [
            IAM.attachUserPolicy, IAM.attachRolePolicy, IAM.putUserPolicy, IAM.putRolePolicy, IAM.updateAccessKey,
        ],
        undos: [
            IAM.detachUserPolicy, IAM.detachRolePolicy, IAM.deleteUserPolicy, IAM.deleteRolePolicy,
            IAM.updateAccessKey,
        ], grants: grants, undoGrants: undoGrants,
        budget: Manifest.Budget(account: 3, organization: 10))

    package init(_ options: Options) throws(Options.Mistake) {}

    package func decide(_ situation: Situation) async throws(AWSError) -> Decision {
        let kind: Identity.Kind
        let name: String
        switch Route(situation.finding.resource) {
        case .user(let user): (kind, name) = (.user, user)
        case .role(let role): (kind, name) = (.role, role)
        case .people(let advice): return .leaveAlone(.notApplicable, advice)
        }
        guard let identity = try await Identity.read(kind, name, situation) else {
            return .leaveAlone(
                .moot, "The \(kind.rawValue) \(name) does not exist any more.", residualRisk: [Self.chained(kind, name)]
            )
        }
        if let advice = Route.advice(forPath: identity.path, role: name), kind == .role {
            return .leaveAlone(.notApplicable, advice)
        }
        let found = situation.finding.resource.principal?.uniqueID?.description ?? ""
        if found.hasPrefix(kind.idPrefix), found != identity.id {
            return .leaveAlone(
                .notConfirmed,
                """
                The \(kind.rawValue) \(name) of the finding had the id \(found), but the one of today has \
                \(identity.id): the name was used again. The principal of the finding is gone.
                """)
        }
        if try await Administrators(situation).isLast(identity) {
            return .leaveAlone(
                .held,
                """
                The \(kind.rawValue) \(name) is the last one in account \(situation.finding.account) that has \
                AdministratorAccess. Blocking it would lock everybody out. Make another administrator, or block it by hand.
                """)
        }
        return try await decide(situation, identity)
    }

    private func decide(_ situation: Situation, _ identity: Identity) async throws(AWSError) -> Decision {
        var steps: [Step] = []
        switch try await identity.denial(situation, partition: situation.finding.partition.description) {
        case .denied: break
        case .step(let step): steps.append(step)
        case .held(let why): return .leaveAlone(.held, why)
        }
        var risks = [Self.chained(identity.kind, identity.name)]
        switch identity.kind {
        case .user:
            let keys = try await UserKeys(of: identity, situation)
            steps += try keys.steps(of: identity, situation)
            if let key = situation.finding.resource.principal?.accessKeyID?.description, !keys.covers(key) {
                risks.append(
                    "Access key \(key) of the finding is not a key of user \(identity.name) and stays as it is.")
            }
        case .role:
            risks.append("Every session of role \(identity.name) is denied too: each workload that uses it stops.")
        }
        if steps.isEmpty {
            return .leaveAlone(
                .alreadyContained,
                "Everything is denied to \(identity.kind.rawValue) \(identity.name) already, and it has no active key.",
                residualRisk: risks)
        }
        risks.append("It takes up to some seconds until IAM denies \(identity.name) everywhere.")
        return .plan(
            Plan(action: Self.manifest.id, resource: identity.arn, steps: steps, residualRisk: risks))
    }

    private static func chained(_ kind: Identity.Kind, _ name: String) -> String {
        """
        Sessions of other roles that \(kind.rawValue) \(name) assumed stay valid until they expire: \
        look for its AssumeRole calls in CloudTrail.
        """
    }
}
