import Testing

@testable import ExceptionAudit

@Suite struct TaggedResourceTests {
    @Test(
        "the name is the one CloudTrail knows",
        arguments: [
            ("arn:aws:ec2:eu-central-1:1:instance/i-1", "i-1"), ("arn:aws:s3:::bucket", "bucket"),
            ("arn:aws:iam::1:role/team/path/name", "name"), ("arn:aws:rds:eu-central-1:1:db:orders", "orders"),
            ("arn:aws:lambda:eu-central-1:1:function:f", "f"), ("nonsense", "nonsense"),
        ])
    func name(arn: String, name: String) {
        #expect(TaggedResource(account: "1", region: "r", arn: arn, key: "k", value: "v").name == name)
    }
}
