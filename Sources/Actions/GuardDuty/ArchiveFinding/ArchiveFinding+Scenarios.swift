#if DEBUG
    package import ActionKit
    import JSON

    extension ArchiveFinding {
        package static let scenarios: [Scenario] = [
            Scenario(
                "A finding of an account that administers itself is archived there.", event: event,
                answers: [alone, finding(archived: false, detector: Scenario.detector)],
                expected: .plan(["Archive finding \(Scenario.findingID) in account 111122223333."])),
            Scenario(
                "A finding of a member account is archived by its administrator, with the administrator's detector.",
                event: event,
                answers: [
                    administered("Enabled"), .init("guardduty:ListDetectors", [:], ["DetectorIds": [.string(central)]]),
                    finding(archived: false, detector: central),
                ],
                expected: .plan(["Archive finding \(Scenario.findingID) in account 999999999999."])),
            Scenario(
                "An administrator that was removed has no say.", event: event,
                answers: [administered("Removed"), finding(archived: false, detector: Scenario.detector)],
                expected: .plan(["Archive finding \(Scenario.findingID) in account 111122223333."])),
            Scenario(
                "An administrator without a detector in the Region cannot archive.", event: event,
                answers: [administered("Enabled"), .init("guardduty:ListDetectors", [:], ["DetectorIds": []])],
                expected: .leaveAlone(.held)),
            Scenario(
                "A finding that is archived already stays so.", event: event,
                answers: [alone, finding(archived: true, detector: Scenario.detector)],
                expected: .leaveAlone(.alreadyContained)),
            Scenario(
                "A finding that GuardDuty does not keep any more is moot.", event: event,
                answers: [alone, .init("guardduty:GetFindings", [:], ["Findings": []])],
                expected: .leaveAlone(.moot)),
            Scenario(
                "What AWS Config found cannot be archived.",
                event: Scenario.config(
                    rule: "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED", type: "AWS::S3::Bucket", id: "catalog"),
                answers: [], expected: .leaveAlone(.notApplicable)),
        ]

        private static let central = "99abc34d567e8fa901bc2d34e56789f9"
        private static let event = Scenario.credentials(
            of: "alice", type: "IAMUser", principal: "AIDAIOSFODNN7EXAMPLE", key: "AKIAIOSFODNN7EXAMPLE")
        private static let alone = Scenario.Answer(
            "guardduty:GetAdministratorAccount", ["DetectorId": .string(Scenario.detector)], [:])

        private static func administered(_ status: JSONValue) -> Scenario.Answer {
            .init(
                "guardduty:GetAdministratorAccount", ["DetectorId": .string(Scenario.detector)],
                ["Administrator": ["AccountId": "999999999999", "RelationshipStatus": status]])
        }

        private static func finding(archived: Bool, detector: String) -> Scenario.Answer {
            .init(
                "guardduty:GetFindings",
                ["DetectorId": .string(detector), "FindingIds": [.string(Scenario.findingID)]],
                ["Findings": [["Id": .string(Scenario.findingID), "Service": ["Archived": .bool(archived)]]]])
        }
    }
#endif
