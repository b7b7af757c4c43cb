import Engine
package import Playbook

/// What the deployment says to the function, in its environment variables.
package struct FunctionSettings: Sendable {
    package enum Handler: String, Sendable, CaseIterable {
        /// Answers EventBridge events that come as a batch of a queue.
        case respond
        /// Evaluates security groups for a custom rule of AWS Config.
        case configRule = "config-rule"
    }

    package let handler: Handler
    /// ARN of the topic that people listen to.
    package let topic: String
    package let journalTable: String
    /// Name of the roles to assume, with `{action}` for what each is for.
    package let roleName: String
    /// External id that the roles' trust policies ask for, with `{account}` for the account of the role.
    package let externalID: String?
    package let homeAccount: String
    package let region: String
    package let overrides: Overrides
    /// Path of the compiled playbook, which is in the function's package.
    package let playbook: String
    /// Why the stack lets no change be made; nil while it may.
    package let halt: String?
    /// URL of the queue that the function's events come from; nil where the stack does not say.
    package let inbox: String?
    package let sweep: SweepPlan
    /// Name of this process, which no other has at the same time.
    package let host: String

    /// Reads the environment; every variable that is wrong is an error that names it.
    package init(environment: (String) -> String?) throws(SetupError) {
        func needed(_ name: String) throws(SetupError) -> String {
            guard let value = environment(name), !value.isEmpty else {
                throw SetupError(
                    "Environment variable \(name) is not set.",
                    "The function cannot work without it. Deploy the stack again: it sets every variable.")
            }
            return value
        }
        let name = try needed("QUELL_HANDLER")
        guard let handler = Handler(rawValue: name) else {
            throw SetupError(
                "QUELL_HANDLER is \"\(name)\", which this build does not have.",
                "It has: \(Handler.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        self.handler = handler
        // The custom rule of a service account has no journal, takes no role and tells nobody.
        let responds = handler == .respond
        topic = responds ? try needed("QUELL_TOPIC") : ""
        journalTable = responds ? try needed("QUELL_JOURNAL_TABLE") : ""
        roleName = responds ? try needed("QUELL_ROLE_NAME") : ""
        homeAccount = responds ? try needed("QUELL_HOME_ACCOUNT") : ""
        region = try needed("AWS_REGION")
        sweep = SweepPlan(home: homeAccount, region: region, environment: environment)
        playbook = try needed("LAMBDA_TASK_ROOT") + "/playbook.json"
        externalID = environment("QUELL_EXTERNAL_ID").flatMap { $0.isEmpty ? nil : $0 }
        inbox = environment("QUELL_INBOX").flatMap { $0.isEmpty ? nil : $0 }
        halt = HaltSetting.reason(environment("QUELL_HALT"), named: "The stack's parameter Halt")
        host = environment("AWS_LAMBDA_LOG_STREAM_NAME") ?? "lambda"
        guard let text = environment("QUELL_OVERRIDES"), !text.isEmpty else {
            overrides = Overrides()
            return
        }
        do throws(Playbook.CompiledMistake) {
            overrides = try Overrides(text)
        } catch {
            throw SetupError("QUELL_OVERRIDES cannot be used.", error.description)
        }
    }
}

/// The function cannot work as it is deployed.
package struct SetupError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and what to do.
    package let description: String

    package init(_ summary: String, _ detail: String) { description = "\(summary) \(detail)" }
}
