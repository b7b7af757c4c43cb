import AWSClient
import JSON

extension ExceptionAudit {
    /// IAM's roles and users that carry the tag, or a key that differs from it by case.
    ///
    /// The tagging API does not list roles and users. IAM takes two keys that differ by case for one key, so somebody who
    /// writes `securityexception` believes to have set the tag; Quell compares exactly, and the resource is not exempt.
    func identities(_ account: String) async -> AuditReport {
        var report = AuditReport(tag: tag)
        let kinds = [
            Kind(list: IAM.listRoles, tags: IAM.listRoleTags, results: "Roles", name: "RoleName"),
            Kind(list: IAM.listUsers, tags: IAM.listUserTags, results: "Users", name: "UserName"),
        ]
        for kind in kinds {
            do throws(AWSError) {
                let answer = try await reader.all(kind.list, [:], account: account, region: partition.globalRegion)
                let identities = (answer[kind.results]?.array ?? []).compactMap { identity -> Identity? in
                    guard let name = identity[kind.name]?.string, let arn = identity["Arn"]?.string else { return nil }
                    return Identity(name: name, arn: arn)
                }
                let parts = await identities.mapAtOnce(Self.partsAtOnce) { await tags(of: $0, kind, account) }
                for part in parts { report.add(part) }
            } catch {
                report.unread.append(Unread(account: account, region: TaggedResource.global, error: error))
            }
        }
        report.unread = Unread.once(report.unread)
        return report
    }

    private struct Kind: Sendable {
        let list: Operation
        let tags: Operation
        let results: String
        let name: String
    }

    private struct Identity: Sendable {
        let name: String
        let arn: String
    }

    private func tags(of identity: Identity, _ kind: Kind, _ account: String) async -> AuditReport {
        var report = AuditReport(tag: tag)
        do throws(AWSError) {
            let answer = try await reader.all(
                kind.tags, [kind.name: .string(identity.name)], account: account, region: partition.globalRegion)
            let tags = TaggedResource.tags(answer["Tags"]?.array ?? [])
            for (key, value) in tags.sorted(by: { $0.key < $1.key }) where key.lowercased() == tag.lowercased() {
                report.rows.append(
                    TaggedResource(
                        account: account, region: TaggedResource.global, arn: identity.arn, key: key,
                        value: value, isNearMiss: key != tag, tags: tags))
            }
        } catch {
            guard error.kind != .notFound else { return report }  // Deleted since it was listed.
            report.unread = [Unread(account: account, region: TaggedResource.global, error: error)]
        }
        return report
    }
}
