import Testing

@testable import Engine

@Suite struct IdentityTests {
    @Test("one person under several principals is one person")
    func same() {
        #expect(People.alice.mayBe(People.alice))
        #expect(People.alice.mayBe(People.session("alice")))
        #expect(People.session("Alice").mayBe(People.session("alice", role: "Other")))
        #expect(!People.alice.mayBe(People.bob))
        #expect(!People.session("alice").mayBe(People.session("bob")))
    }

    @Test("names a person", arguments: [People.alice, People.session("alice"), People.session("a.b@example.org")])
    func person(_ identity: Identity) { #expect(identity.anonymity == nil) }

    @Test(
        "names nobody",
        arguments: [
            "botocore-session-1700000000", "aws-sdk-go-1", "AWSCLI-Session", "quell", "quell-respond",
            "i-0123456789abcdef0",
        ])
    func nobody(_ session: String) {
        #expect(People.session(session).anonymity?.contains(session) ?? false)
    }

    @Test("the root user and services name nobody")
    func root() {
        let root = Identity(arn: "arn:aws:iam::999988887777:root", userID: "999988887777", localUser: nil)
        #expect(root.anonymity != nil)
    }
}
