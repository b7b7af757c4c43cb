import AWSClient
import Engine
import Playbook

/// Approvals of exceptions for the sample instance, at the test clock's time.
enum Approved {
    static let approved = "2026-01-01T00:00:00Z"
    static let until = "2027-12-31T00:00:00Z"
    static let group = "arn:aws:autoscaling:eu-west-1:111122223333:autoScalingGroup:3f:autoScalingGroupName/web"
    static let template = "arn:aws:ec2:eu-west-1:111122223333:launch-template/lt-0abc"
    /// Tags that Auto Scaling gives an instance.
    static let born = [
        "aws:autoscaling:groupName": "web", "aws:ec2launchtemplate:id": "lt-0abc",
        "aws:ec2launchtemplate:version": "3",
    ]

    static let instance = record()

    static func record(
        id: String = "JIRA-1", resources: [String] = [Sample.arn], templateVersion: String? = nil,
        actions: [String] = ["*"], findings: [String] = [], approved: String = approved, until: String = until,
        approver: String = "alice", reason: String = "Fragile."
    ) -> ExceptionRecord {
        ExceptionRecord(
            id: id, resources: resources, templateVersion: templateVersion, actions: actions, findings: findings,
            approved: approved, until: until, approver: approver, reason: reason)
    }

    static func register(_ records: ExceptionRecord..., revoked: Set<String> = []) -> ExceptionRegister {
        .read(Dictionary(records.map { ($0.id, $0) }, uniquingKeysWith: { $1 }), revoked: revoked)
    }
}
