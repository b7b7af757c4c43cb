package import AWSClient
package import Engine
import JSON

/// Finds every resource that carries the exception tag, in many accounts and Regions.
///
/// What cannot be read is a row of the answer, never a silence: an exception that nobody sees is the one that matters.
package struct ExceptionAudit: Sendable {
    /// Everything the audit calls in an account: what the role for reading must allow.
    package static let operations = [
        EC2.describeRegions, Tagging.getResources, IAM.listRoles, IAM.listRoleTags, IAM.listUsers, IAM.listUserTags,
        CloudTrail.lookupEvents,
    ]

    /// Accounts read at once.
    private static let accountsAtOnce = 8
    /// Regions, or IAM identities, of one account read at once.
    static let partsAtOnce = 4

    let reader: any AuditReader
    let clock: EngineClock
    let tag: String
    /// Regions to read; all that the account has enabled when empty.
    let regions: [String]
    let partition: Partition
    /// Region that is asked for the enabled ones.
    let homeRegion: String
    let asksCloudTrail: Bool

    package init(
        reader: any AuditReader, clock: EngineClock, tag: String, regions: [String], partition: Partition,
        homeRegion: String, asksCloudTrail: Bool
    ) {
        self.reader = reader
        self.clock = clock
        self.tag = tag
        self.regions = regions
        self.partition = partition
        self.homeRegion = homeRegion
        self.asksCloudTrail = asksCloudTrail
    }

    /// Reads the accounts, and says after each how many are read.
    package func run(
        _ accounts: [String], progress: @Sendable (_ done: Int) -> Void = { _ in }
    ) async -> AuditReport {
        let parts = await accounts.mapAtOnce(Self.accountsAtOnce, progress: progress) { account in
            await read(account)
        }
        return parts.reduce(into: AuditReport(tag: tag, accounts: accounts.count)) { $0.add($1) }
    }

    private func read(_ account: String) async -> AuditReport {
        var report = AuditReport(tag: tag)
        let regions: [String]
        do throws(AWSError) {
            regions = try await self.regions(of: account)
        } catch {
            report.unread = [Unread(account: account, region: nil, error: error)]
            return report
        }
        let parts = await ([nil] + regions.map(Optional.some)).mapAtOnce(Self.partsAtOnce) { region in
            if let region { await resources(account, region) } else { await identities(account) }
        }
        for part in parts { report.add(part) }
        if let whole = report.unread.first(where: \.isWholeAccount) {
            // Without the role nothing of the account can be read: once said is enough.
            report.unread = [Unread(account: account, region: nil, operation: whole.operation, why: whole.why)]
        }
        return asksCloudTrail ? await withOrigins(report, account) : report
    }

    private func regions(of account: String) async throws(AWSError) -> [String] {
        guard regions.isEmpty else { return regions }
        let answer = try await reader.all(EC2.describeRegions, [:], account: account, region: homeRegion)
        let names = (answer["Regions"]?.array ?? []).compactMap { $0["RegionName"]?.string }
        guard !names.isEmpty else {
            throw AWSError(
                kind: .unreadableAnswer, operation: EC2.describeRegions.id, message: "The answer names no Region.")
        }
        return names.sorted()
    }

    private func resources(_ account: String, _ region: String) async -> AuditReport {
        var report = AuditReport(tag: tag)
        do throws(AWSError) {
            let answer = try await reader.all(
                Tagging.getResources, ["TagFilters": [["Key": .string(tag)]]], account: account, region: region)
            for mapping in answer["ResourceTagMappingList"]?.array ?? [] {
                guard let arn = mapping["ResourceARN"]?.string,
                    case let tags = TaggedResource.tags(mapping["Tags"]?.array ?? []), let value = tags[tag]
                else { continue }
                report.rows.append(
                    TaggedResource(
                        account: account, region: region, arn: arn, key: tag, value: value, tags: tags))
            }
        } catch {
            report.unread = [Unread(account: account, region: region, error: error)]
        }
        return report
    }

    private func withOrigins(_ report: AuditReport, _ account: String) async -> AuditReport {
        var report = report
        let byRegion = Dictionary(grouping: report.rows, by: \.region)
        let parts = await byRegion.keys.sorted().mapAtOnce(Self.partsAtOnce) { region in
            // IAM is told by the CloudTrail of one Region.
            let place = region == TaggedResource.global ? partition.globalRegion : region
            var history = TagHistory(reader: reader, clock: clock, account: account, region: place)
            var part = AuditReport(tag: tag)
            for var row in byRegion[region] ?? [] {
                row.origin =
                    history.failure == nil
                    ? await history.origin(of: row) : .unknown("CloudTrail could not be read")
                part.rows.append(row)
            }
            part.unread = [history.failure.map { Unread(account: account, region: place, error: $0) }].compactMap(
                \.self)
            return part
        }
        report.rows = []
        for part in parts { report.add(part) }
        return report
    }
}
