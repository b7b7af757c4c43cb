import AWSClient
import ActionKit
import Findings
import JSON
import Playbook

extension Decider {
    /// Values that a filter of `ec2:DescribeTags` takes.
    private static let mostValues = 200

    /// Whether the exception tag is not on an instance but on something that belongs to it; nil when it is nowhere.
    ///
    /// It exempts nothing there; somebody may believe that it does.
    func relatedMiss(_ ids: [String], _ actions: [String], execution: String) async -> ExceptionJudgement? {
        let ids = Array(Set(ids).sorted().prefix(Self.mostValues))
        guard !ids.isEmpty else { return nil }
        let call = Call(
            EC2.describeTags, account: finding.account.description, region: finding.region.description,
            input: [
                "Filters": [
                    ["Name": "key", "Values": [.string(playbook.exceptionTag)]],
                    ["Name": "resource-id", "Values": .array(ids.map(JSONValue.string))],
                ]
            ])
        do throws(AWSError) {
            let tags = try await access.perform(call, in: readingSession(execution))["Tags"]?.array ?? []
            let tagged = Set(tags.compactMap { $0["ResourceId"]?.string }).intersection(ids).sorted()
            guard !tagged.isEmpty else { return nil }
            return ExceptionJudgement(
                .nearMiss, actions: actions,
                why: "\(finding.resource) does not carry the exception tag \(playbook.exceptionTag), but "
                    + "\(tagged.joined(separator: ", ")) does; there it exempts nothing.")
        } catch {
            return ExceptionJudgement(
                .nearMiss, actions: actions,
                why: "Whether what belongs to \(finding.resource) carries the exception tag could not be read: \(error)"
            )
        }
    }
}
