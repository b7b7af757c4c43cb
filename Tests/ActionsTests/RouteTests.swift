import ActionKit
import Findings
import JSON
import Testing

@testable import Actions

@Suite struct RouteTests {
    @Test(
        "sends each kind of principal where it can be blocked",
        arguments: [
            ("IAMUser", "alice", "user"), ("AssumedRole", "deploy", "role"), ("Role", "deploy", "role"),
            ("Root", "Root", "service control policy"), ("FederatedUser", "bob", "GetFederationToken"),
            ("AWSAccount", "444455556666", "own account"), ("AWSService", "ec2.amazonaws.com", "on whose behalf"),
            ("Directory", "carol", "in the directory"), ("SAMLUser", "dave", "identity provider"),
            ("WebIdentityUser", "erin", "identity provider"), ("ANONYMOUS_PRINCIPAL", "", "open to the public"),
            ("Newcomer", "frank", "by hand"),
            ("AssumedRole", "AWSReservedSSO_Admin_0123456789abcdef", "Identity Center"),
        ])
    func routes(_ type: String, _ name: String, _ expected: String) throws {
        let event = Scenario.credentials(of: name, type: type, principal: "AROAIOSFODNN7EXAMPLE")
        guard case .finding(let finding, _) = Intake(event) else {
            Issue.record("\(Intake(event))")
            return
        }
        switch Route(finding.resource) {
        case .user(let user): #expect((expected, name) == ("user", user))
        case .role(let role): #expect((expected, name) == ("role", role))
        case .people(let advice):
            #expect(advice.contains(expected))
            #expect(advice.hasSuffix("."))
        }
    }

    @Test("knows by their path the roles that customers cannot change")
    func paths() {
        #expect(Route.advice(forPath: "/aws-service-role/x.amazonaws.com/", role: "r")?.contains("linked") == true)
        #expect(Route.advice(forPath: "/aws-reserved/sso.amazonaws.com/", role: "r")?.contains("Center") == true)
        #expect(Route.advice(forPath: "/", role: "r") == nil)
        #expect(Route.advice(forPath: "/team/aws-service-role/", role: "r") == nil)
    }
}
