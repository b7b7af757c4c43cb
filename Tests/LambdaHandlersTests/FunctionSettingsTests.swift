import Playbook
import LambdaHandlers
import Testing

@Suite struct FunctionSettingsTests {
    private static let whole = [
        "QUELL_HANDLER": "respond", "QUELL_TOPIC": "arn:aws:sns:eu-central-1:999999999999:alerts",
        "QUELL_JOURNAL_TABLE": "quell-journal", "QUELL_ROLE_NAME": "quell/Security-IR-Role-{action}",
        "QUELL_HOME_ACCOUNT": "999999999999", "AWS_REGION": "eu-central-1", "LAMBDA_TASK_ROOT": "/var/task",
        "QUELL_EXTERNAL_ID": "quell:{account}", "QUELL_OVERRIDES": #"{"exceptionTag":"Keep"}"#,
    ]

    private func settings(_ environment: [String: String]) throws -> FunctionSettings {
        try FunctionSettings(environment: { environment[$0] })
    }

    @Test("the environment of the stack is read")
    func reads() throws {
        let settings = try settings(Self.whole)
        #expect(settings.handler == .respond)
        #expect(settings.playbook == "/var/task/playbook.json")
        #expect(settings.overrides.exceptionTag == "Keep")
        #expect(settings.externalID == "quell:{account}")
    }

    @Test(
        "a variable that is missing is named",
        arguments: [
            "QUELL_HANDLER", "QUELL_TOPIC", "QUELL_JOURNAL_TABLE", "QUELL_ROLE_NAME", "QUELL_HOME_ACCOUNT",
            "AWS_REGION",
            "LAMBDA_TASK_ROOT",
        ])
    func missing(name: String) {
        let error = #expect(throws: SetupError.self) { try settings(Self.whole.filter { $0.key != name }) }
        #expect(error?.description.contains(name) ?? false)
    }

    @Test("a handler or overrides that cannot be used are refused")
    func wrong() {
        for (name, value) in [("QUELL_HANDLER", "dance"), ("QUELL_OVERRIDES", "[")] {
            let error = #expect(throws: SetupError.self) {
                try settings(Self.whole.merging([name: value]) { $1 })
            }
            #expect(error?.description.contains(name) ?? false)
        }
    }

    @Test("the custom rule needs no journal, no role and no topic")
    func configRule() throws {
        let names = ["QUELL_HANDLER", "AWS_REGION", "LAMBDA_TASK_ROOT"]
        let environment = Self.whole.filter { names.contains($0.key) }.merging(["QUELL_HANDLER": "config-rule"]) { $1 }
        #expect(try settings(environment).handler == .configRule)
    }
}
