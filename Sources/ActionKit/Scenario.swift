#if DEBUG
    package import JSON

    /// A worked example of an action: a finding, what AWS answers, and what the action must decide.
    package struct Scenario: Sendable {
        /// What the action must decide.
        package enum Expectation: Sendable {
            case leaveAlone(Decision.Reason.Kind)
            /// The sentences of the plan's steps, in order.
            case plan([String])
        }

        /// One reading call the example foresees; any other fails the test.
        package struct Answer: Sendable {
            package let operation: String
            /// Members the input must have, or `[:]` for any input.
            package let input: JSONValue
            /// What AWS answers, or an error code such as `InvalidInstanceID.NotFound`.
            package let answer: JSONValue?
            package let errorCode: String?

            package init(_ operation: String, _ input: JSONValue = [:], _ answer: JSONValue) {
                self.operation = operation
                self.input = input
                self.answer = answer
                errorCode = nil
            }

            package init(_ operation: String, _ input: JSONValue = [:], error: String) {
                self.operation = operation
                self.input = input
                answer = nil
                errorCode = error
            }
        }

        /// A sentence that says what happens.
        package let title: String
        /// The event as EventBridge delivers it.
        package let event: JSONValue
        /// The action's options as a playbook gives them.
        package let options: [String: JSONValue]
        /// Only for actions that run when the outcome is known.
        package let report: Report?
        package let answers: [Answer]
        package let expected: Expectation
        /// Name of an incident of the sandbox on which the same happens for real, undo included.
        package let incident: String?

        package init(
            _ title: String, event: JSONValue, options: [String: JSONValue] = [:], report: Report? = nil,
            answers: [Answer], expected: Expectation, incident: String? = nil
        ) {
            self.title = title
            self.event = event
            self.options = options
            self.report = report
            self.answers = answers
            self.expected = expected
            self.incident = incident
        }
    }
#endif
