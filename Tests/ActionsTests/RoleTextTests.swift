import Testing

@testable import Actions

@Suite struct RoleTextTests {
    @Test(
        "knows the ARN of a role",
        arguments: [
            "arn:aws:iam::111122223333:role/name", "arn:aws-us-gov:iam::111122223333:role/path/of/name",
        ])
    func arns(_ text: String) {
        #expect(RoleText.isARN(text))
    }

    @Test(
        "takes nothing else for one",
        arguments: [
            "", "name", "arn:aws:iam::111122223333:user/name", "arn:aws:iam::1111:role/name",
            "arn:aws:iam:eu-west-1:111122223333:role/name", "arn:aws:iam::111122223333:role/",
            "arn:aws:iam::111122223333:role/a//b", "arn:aws:iam::111122223333:role/a b",
            "arn:gcp:iam::111122223333:role/a",
        ])
    func others(_ text: String) {
        #expect(!RoleText.isARN(text))
    }

    @Test("knows names", arguments: [("a_+=,.@-Z9", true), ("", false), ("a/b", false), ("ü", false)])
    func names(_ text: String, _ isName: Bool) {
        #expect(RoleText.isName(text) == isName)
    }
}
