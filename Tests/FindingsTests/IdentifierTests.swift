import Findings
import Testing

@Suite struct IdentifierTests {
    @Test(
        "account ids are 12 ASCII digits",
        arguments: ["", "12345678901", "1234567890123", "12345678901x", "１２３４５６７８９０１２"])
    func accounts(_ text: String) {
        #expect(AccountID(text) == nil)
        #expect(AccountID("000000000001")?.description == "000000000001")
    }

    @Test(
        "knows Regions of every partition",
        arguments: ["eu-central-1", "us-gov-west-1", "us-isob-east-1", "ap-southeast-7", "eusc-de-east-1"])
    func regions(_ text: String) { #expect(Region(text) != nil) }

    @Test(
        "refuses what is no Region",
        arguments: [
            "", "eu", "eu-1", "eu-central", "eu-central-1a", "EU-central-1", "eu--1", "eu-central-1\n", "a-b-1", "*",
        ])
    func noRegions(_ text: String) { #expect(Region(text) == nil) }

    @Test(
        "partitions",
        arguments: [
            ("aws", true), ("aws-cn", true), ("aws-iso-b", true), ("", false), ("awsx", false), ("aws-", false),
            ("aws-1", false),
        ])
    func partitions(_ text: String, _ isValid: Bool) { #expect((Partition(text) != nil) == isValid) }

    @Test(
        "instance ids",
        arguments: [
            ("i-99999999", true), ("i-0123456789abcdef0", true), ("i-0123456789ABCDEF0", false), ("i-", false),
            ("i-012345678", true), ("sg-99999999", false), ("i-0123456789abcdef01", false), ("i-9999999", false),
            ("i-99999999 ", false),
        ])
    func instances(_ text: String, _ isValid: Bool) { #expect((InstanceID(text) != nil) == isValid) }

    @Test(
        "bucket names follow S3's rules",
        arguments: [
            ("logs", true), ("a.b-c9", true), ("ab", false), ("a..b", false), ("Upper", false), ("-ab", false),
            ("ab-", false), ("1.2.3.4", false), ("1.2.3.4.5", true), ("a_b", false),
            (String(repeating: "a", count: 63), true), (String(repeating: "a", count: 64), false),
        ])
    func buckets(_ text: String, _ isValid: Bool) { #expect((BucketName(text) != nil) == isValid) }

    @Test(
        "names of users and roles",
        arguments: [
            ("alice", true), ("a+b=c,d.e@f-g_h", true), ("", false), ("a/b", false), ("a b", false), ("é", false),
            (String(repeating: "a", count: 65), false),
        ])
    func names(_ text: String, _ isValid: Bool) {
        #expect((UserName(text) != nil) == isValid)
        #expect((RoleName(text) != nil) == isValid)
    }

    @Test("ids of findings, detectors, keys, databases and rules have their shapes")
    func others() {
        #expect(DetectorID(String(repeating: "a1", count: 16)) != nil && DetectorID("a1") == nil)
        #expect(FindingID("16afba5c5c43e07c9e3e5e2e544e95df") != nil && FindingID("a/b") == nil && FindingID("") == nil)
        #expect(
            AccessKeyID("AKIAIOSFODNN7EXAMPLE") != nil && AccessKeyID("AKIA") == nil
                && AccessKeyID("AKIAIOSFODNN7EXAMPL!") == nil)
        #expect(DatabaseID("db-ABCDEFGH1234") != nil && DatabaseID("db-") == nil && DatabaseID("orders") == nil)
        #expect(ConfigRuleName("S3_BUCKET") != nil && ConfigRuleName(" ") == nil && ConfigRuleName("a\nb") == nil)
        #expect(SecurityGroupID("sg-0123456789abcdef0") != nil && VolumeID("vol-12345678") != nil)
        #expect(SecurityGroupID("sg-xyz12345") == nil && VolumeID("vol-") == nil)
    }
}
