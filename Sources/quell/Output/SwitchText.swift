import Engine
import JSON

/// How the kill switch is told.
enum SwitchText {
    static func print(_ state: KillSwitch.State, _ format: OutputFormat) {
        switch (format, state) {
        case (.json, .running): Terminal.line(JSONValue.object(["halted": false]).indented)
        case (.json, .halted(let person, let reason, let since)):
            Terminal.line(
                JSONValue.object([
                    "halted": true, "by": .string(person), "since": .string(since),
                    "reason": reason.map(JSONValue.string) ?? .null,
                ]).indented)
        case (.text, .running): Terminal.line("Changes are made.")
        case (.text, .halted(let person, let reason, let since)):
            Terminal.line(
                Terminal.untrusted(
                    "Halted by \(person) since \(since)\(reason.map { ": \($0)" } ?? "."). No change is made. "
                        + "Go on with: quell resume"))
        }
    }
}
