#if DEBUG
    package import ActionKit
    import JSON

    extension Notify {
        package static let scenarios: [Scenario] = [
            Scenario(
                "People are told of a principal that was blocked.", event: event,
                report: Report(
                    rule: "block-compromised-principal", outcome: "contained", why: "All steps were made and proven.",
                    changes: ["Attach the policy AWSDenyAll to user alice."],
                    residualRisk: ["Sessions of other roles that user alice assumed stay valid until they expire."],
                    undoCommand: "quell undo 0123456789abcdef"),
                answers: [], expected: .plan([sentence("contained")])),
            Scenario(
                "People are told that an exempt resource was not changed.", event: event,
                report: Report(
                    rule: "block-compromised-principal", outcome: "exempt",
                    why: "The user alice carries the tag SecurityException.", changes: [], residualRisk: [],
                    undoCommand: nil),
                answers: [], expected: .plan([sentence("exempt")])),
            Scenario(
                "Nobody is told before the outcome is known.", event: event, answers: [],
                expected: .leaveAlone(.notApplicable)),
        ]

        private static let event = Scenario.credentials(
            of: "alice", type: "IAMUser", principal: "AIDAIOSFODNN7EXAMPLE", key: "AKIAIOSFODNN7EXAMPLE")

        private static func sentence(_ outcome: String) -> String {
            """
            Publish the alert "[Quell] \(outcome): alice in 111122223333 (UnauthorizedAccess:IAMUser/MaliciousIPCaller)" \
            to arn:aws:sns:eu-west-1:999999999999:quell-alerts.
            """
        }
    }
#endif
