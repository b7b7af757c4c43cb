import Playbook
import Testing

@testable import LambdaHandlers

@Suite("The function's settings") struct FunctionSettingsTests {
    @Test("are read from the environment")
    func read() throws {
        var environment = Surrounded.whole
        environment["QUELL_EXTERNAL_ID"] = "quell:{account}"
        environment["QUELL_OVERRIDES"] = #"{"exceptionTag":"Other"}"#
        let settings = try FunctionSettings { environment[$0] }
        #expect(settings.handler == .respond)
        #expect(settings.playbook == "/task/playbook.json")
        #expect(settings.externalID == "quell:{account}")
        #expect(settings.overrides.exceptionTag == "Other")
        environment["QUELL_HANDLER"] = "config-rule"
        #expect(try FunctionSettings { environment[$0] }.handler == .configRule)
    }

    @Test(
        "name the variable that is missing or empty",
        arguments: [
            "QUELL_HANDLER", "QUELL_TOPIC", "QUELL_JOURNAL_TABLE", "QUELL_ROLE_NAME", "QUELL_HOME_ACCOUNT",
            "AWS_REGION",
            "LAMBDA_TASK_ROOT",
        ])
    func missing(_ name: String) {
        for value in [nil, ""] {
            let error = #expect(throws: SetupError.self) {
                try FunctionSettings { $0 == name ? value : Surrounded.whole[$0] }
            }
            #expect(error?.description.contains(name) == true)
        }
    }

    @Test("refuse a handler that the build does not have, and overrides that are not JSON")
    func wrong() {
        for (name, value) in [("QUELL_HANDLER", "nonsense"), ("QUELL_OVERRIDES", "{")] {
            let error = #expect(throws: SetupError.self) {
                try FunctionSettings { $0 == name ? value : Surrounded.whole[$0] }
            }
            #expect(error?.description.contains(name) == true)
        }
    }

    @Test(
        "halt where the stack does not clearly say no",
        arguments: [(nil, false), ("", false), ("false", false), ("true", true), ("yes", true), ("ture", true)])
    func halt(_ value: String?, _ isHalted: Bool) throws {
        let settings = try FunctionSettings { $0 == "QUELL_HALT" ? value : Surrounded.whole[$0] }
        #expect((settings.halt != nil) == isHalted)
    }

    @Test("the custom rule needs no journal, no role and no topic")
    func configRule() throws {
        let environment = [
            "QUELL_HANDLER": "config-rule", "AWS_REGION": "eu-central-1", "LAMBDA_TASK_ROOT": "/var/task",
        ]
        #expect(try FunctionSettings(environment: { environment[$0] }).handler == .configRule)
    }
}
