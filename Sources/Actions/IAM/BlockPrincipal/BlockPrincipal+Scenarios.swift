#if DEBUG
    package import ActionKit
    import JSON

    extension BlockPrincipal {
        package static let scenarios: [Scenario] = ofUsers + ofAdministrators + ofRoles + ofOthers

        private static let ofUsers: [Scenario] = [
            Scenario(
                "A user is denied everything, and its active keys become inactive.", event: alice,
                answers: [
                    user(), administrators(), attached([], to: "User"),
                    keys(["AKIAIOSFODNN7EXAMPLE": "Active", old: "Inactive"]),
                ],
                expected: .plan([
                    "Attach the policy AWSDenyAll to user alice.",
                    "Make access key AKIAIOSFODNN7EXAMPLE of user alice inactive.",
                ]),
                incident: "row2-user"),
            Scenario(
                "A user with a full quota of managed policies gets an inline policy.", event: alice,
                answers: [
                    user(), administrators(), attached(full, to: "User"), inline(["own"], of: "User"), keys([:]),
                ],
                expected: .plan([
                    """
                    Put the inline policy quell-deny-all, which denies everything, on user alice: \
                    it has 10 managed policies already.
                    """
                ])),
            Scenario(
                "A user that is denied already still loses its active keys.", event: alice,
                answers: [user(), administrators(), attached([denyAll], to: "User"), keys([old: "Active"])],
                expected: .plan(["Make access key \(old) of user alice inactive."])),
            Scenario(
                "A user that is denied and has no active key is contained.", event: alice,
                answers: [user(), administrators(), attached([denyAll], to: "User"), keys([old: "Inactive"])],
                expected: .leaveAlone(.alreadyContained)),
            Scenario(
                "A user that is denied by the inline policy is contained.", event: alice,
                answers: [
                    user(), administrators(), attached(full, to: "User"), inline(["quell-deny-all"], of: "User"),
                    .init(
                        "iam:GetUserPolicy", ["PolicyName": "quell-deny-all"],
                        ["PolicyDocument": .string(Identity.document.description)]),
                    keys([:]),
                ],
                expected: .leaveAlone(.alreadyContained)),
            Scenario(
                "An inline policy of our name that allows something is for people.", event: alice,
                answers: [
                    user(), administrators(), attached(full, to: "User"), inline(["quell-deny-all"], of: "User"),
                    .init(
                        "iam:GetUserPolicy", [:], ["PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[]}"]),
                ],
                expected: .leaveAlone(.held)),
            Scenario(
                "A user that was deleted is moot.", event: alice,
                answers: [.init("iam:GetUser", error: "NoSuchEntity")], expected: .leaveAlone(.moot)),
            Scenario(
                "A user whose name was used again is not the one of the finding.", event: alice,
                answers: [user(id: "AIDAANOTHERONE7EXAMP")], expected: .leaveAlone(.notConfirmed)),
        ]

        private static let ofAdministrators: [Scenario] = [
            Scenario(
                "The last user with AdministratorAccess is left to people.", event: alice,
                answers: [user(), administrators(users: ["alice"], roles: [])], expected: .leaveAlone(.held)),
            Scenario(
                "The last role with AdministratorAccess is left to people.", event: deploy,
                answers: [role(), administrators(roles: ["deploy"])], expected: .leaveAlone(.held)),
            Scenario(
                "The only member of the only group of administrators is left to people.", event: alice,
                answers: [user(), administrators(roles: [], groups: ["admins"]), group(["alice"])],
                expected: .leaveAlone(.held)),
            Scenario(
                "A group that is deleted meanwhile makes nobody an administrator.", event: alice,
                answers: [
                    user(), administrators(users: ["alice"], roles: [], groups: ["admins"]),
                    .init("iam:GetGroup", error: "NoSuchEntity"),
                ],
                expected: .leaveAlone(.held)),
            Scenario(
                "An administrator beside others is blocked.", event: alice,
                answers: [
                    user(), administrators(users: ["alice"], roles: [], groups: ["admins"]), group(["bob"]),
                    attached([], to: "User"), keys([:]),
                ],
                expected: .plan(["Attach the policy AWSDenyAll to user alice."])),
        ]

        private static let ofRoles: [Scenario] = [
            Scenario(
                "A role is denied everything, its sessions included.", event: deploy,
                answers: [role(), administrators(), attached([], to: "Role")],
                expected: .plan(["Attach the policy AWSDenyAll to role deploy."])),
            Scenario(
                "A role with a full quota of managed policies gets an inline policy.", event: deploy,
                answers: [role(), administrators(), attached(full, to: "Role"), inline([], of: "Role")],
                expected: .plan([
                    """
                    Put the inline policy quell-deny-all, which denies everything, on role deploy: \
                    it has 10 managed policies already.
                    """
                ])),
            Scenario(
                "A role that is denied by the inline policy is contained.", event: deploy,
                answers: [
                    role(), administrators(), attached(full, to: "Role"), inline(["quell-deny-all"], of: "Role"),
                    .init("iam:GetRolePolicy", [:], ["PolicyDocument": .string(Identity.document.description)]),
                ],
                expected: .leaveAlone(.alreadyContained)),
            Scenario(
                "A role that was deleted is moot.", event: deploy,
                answers: [.init("iam:GetRole", error: "NoSuchEntity")], expected: .leaveAlone(.moot)),
            Scenario(
                "A role whose name was used again is not the one of the finding.", event: deploy,
                answers: [role(id: "AROAANOTHERONE7EXAMP")], expected: .leaveAlone(.notConfirmed)),
            Scenario(
                "A service-linked role belongs to its service.",
                event: Scenario.credentials(
                    of: "AWSServiceRoleForAutoScaling", type: "AssumedRole", principal: "AROAIOSFODNN7EXAMPLE:x"),
                answers: [role(path: "/aws-service-role/autoscaling.amazonaws.com/")],
                expected: .leaveAlone(.notApplicable), incident: "service-linked-role"),
            Scenario(
                "A role of IAM Identity Center is changed there.",
                event: Scenario.credentials(
                    of: "AWSReservedSSO_Admin_0123456789abcdef", type: "AssumedRole",
                    principal: "AROAIOSFODNN7EXAMPLE:alice@example.com"),
                answers: [], expected: .leaveAlone(.notApplicable), incident: "sso-role"),
            Scenario(
                "A role that AWS reserves for itself is left to people, whatever its name.", event: deploy,
                answers: [role(path: "/aws-reserved/sso.amazonaws.com/eu-west-1/")],
                expected: .leaveAlone(.notApplicable)),
        ]

        private static let ofOthers: [Scenario] =
            [
                ("Root", "The root user cannot carry a policy."),
                ("FederatedUser", "A federated user is bounded by the user who federated it."),
                ("AWSAccount", "A principal of another account is contained in that account."),
                ("AWSService", "A service of AWS cannot carry a policy."),
                ("Directory", "A user of a directory is changed in the directory."),
                ("SAMLUser", "A user who signed in by SAML is changed at the identity provider."),
                ("WebIdentityUser", "A user who signed in by the web is changed at the identity provider."),
                ("ANONYMOUS_PRINCIPAL", "Where nobody signed in, what is public must be closed."),
                ("Newcomer", "A kind of principal that is not known is left to people."),
            ].map { type, title in
                Scenario(
                    title,
                    event: Scenario.credentials(of: "someone", type: type, principal: "111122223333"),
                    answers: [], expected: .leaveAlone(.notApplicable),
                    incident: type == "Root" ? "root-credentials" : nil)
            } + [
                Scenario(
                    "A finding about an instance names no principal.",
                    event: Scenario.guardDuty(
                        "Trojan:EC2/DNSDataExfiltration",
                        resource: [
                            "resourceType": "Instance",
                            "instanceDetails": ["instanceId": "i-0123456789abcdef0"],
                        ], role: "ACTOR"),
                    answers: [], expected: .leaveAlone(.notApplicable))
            ]

        private static let denyAll = "arn:aws:iam::aws:policy/AWSDenyAll"
        private static let old = "AKIAI44QH8DHBEXAMPLE"
        private static let full = (1...10).map { "arn:aws:iam::111122223333:policy/team-\($0)" }
        private static let alice = Scenario.credentials(
            of: "alice", type: "IAMUser", principal: "AIDAIOSFODNN7EXAMPLE", key: "AKIAIOSFODNN7EXAMPLE")
        private static let deploy = Scenario.credentials(
            of: "deploy", type: "AssumedRole", principal: "AROAIOSFODNN7EXAMPLE:build")

        private static func user(id: String = "AIDAIOSFODNN7EXAMPLE") -> Scenario.Answer {
            .init(
                "iam:GetUser", ["UserName": "alice"],
                [
                    "User": [
                        "UserName": "alice", "UserId": .string(id), "Path": "/staff/",
                        "Arn": "arn:aws:iam::111122223333:user/staff/alice",
                    ]
                ])
        }

        private static func role(id: String = "AROAIOSFODNN7EXAMPLE", path: String = "/") -> Scenario.Answer {
            .init(
                "iam:GetRole", [:],
                [
                    "Role": [
                        "RoleName": "deploy", "RoleId": .string(id), "Path": .string(path),
                        "Arn": .string("arn:aws:iam::111122223333:role\(path)deploy"),
                    ]
                ])
        }

        private static func attached(_ policies: [String], to kind: String) -> Scenario.Answer {
            .init(
                "iam:ListAttached\(kind)Policies", [:],
                ["AttachedPolicies": .array(policies.map { ["PolicyArn": .string($0)] })])
        }

        private static func administrators(
            users: [String] = [], roles: [String] = ["Admin", "OrganizationAccountAccessRole"], groups: [String] = []
        ) -> Scenario.Answer {
            func list(_ names: [String], _ member: String) -> JSONValue {
                .array(names.map { .object([member: .string($0)]) })
            }
            return .init(
                "iam:ListEntitiesForPolicy", ["PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"],
                [
                    "PolicyUsers": list(users, "UserName"), "PolicyRoles": list(roles, "RoleName"),
                    "PolicyGroups": list(groups, "GroupName"),
                ])
        }

        private static func group(_ users: [String]) -> Scenario.Answer {
            .init(
                "iam:GetGroup", ["GroupName": "admins"],
                ["Users": .array(users.map { ["UserName": .string($0)] })])
        }

        private static func inline(_ names: [String], of kind: String) -> Scenario.Answer {
            .init("iam:List\(kind)Policies", [:], ["PolicyNames": .array(names.map { .string($0) })])
        }

        private static func keys(_ states: [String: String]) -> Scenario.Answer {
            .init(
                "iam:ListAccessKeys", ["UserName": "alice"],
                [
                    "AccessKeyMetadata": .array(
                        states.sorted { $0.key < $1.key }.map {
                            ["AccessKeyId": .string($0.key), "Status": .string($0.value), "UserName": "alice"]
                        })
                ])
        }
    }
#endif
