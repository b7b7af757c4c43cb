import AWSClient
import ArgumentParser
import Engine
import EventService
import Playbook

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a command tells the shell.
enum ExitStatus: Int32, Error {
    case done = 0
    case failed = 1
    case badInput = 2
    case heldOrPartial = 3

    /// Runs a command, prints its error to standard error, and answers its exit status.
    static func of(_ command: @Sendable () async throws -> Void) async -> ExitStatus {
        do {
            try await command()
            return .done
        } catch let status as ExitStatus {
            return status
        } catch let error as BadInput {
            Terminal.error(error.description)
            return .badInput
        } catch let error as PlaybookErrors {
            Terminal.error(error.description)
            return .badInput
        } catch let error as JournalError {
            Terminal.error(error.description)
            return error.kind == .unknownExecution ? .badInput : .failed
        } catch let error as InboxError {
            Terminal.error(error.description)
            return .failed
        } catch let refusal as LivePlaybook.Refusal {
            Terminal.error(refusal.description)
            return .badInput
        } catch let objection as Approval.Objection {
            Terminal.error(objection.description)
            return objection.kind == .shortPlan || objection.kind == .noApproval ? .badInput : .heldOrPartial
        } catch let error as AWSError {
            Terminal.error(error.description)
            return .failed
        } catch {
            let code = Quell.exitCode(for: error)
            let message = Quell.fullMessage(for: error)
            if code.isSuccess {
                Terminal.line(message)
                return .done
            }
            Terminal.error(message)
            return code == .validationFailure ? .badInput : .failed
        }
    }

    /// The status of several responses: the gravest counts.
    static func of(_ outcomes: [Outcome]) -> ExitStatus {
        if outcomes.contains(.failed) { return .failed }
        if outcomes.contains(.rejected) { return .badInput }
        return outcomes.contains { $0 == .held || $0 == .partial } ? .heldOrPartial : .done
    }

    func exit() -> Never {
        #if canImport(Glibc)
            Glibc.exit(rawValue)
        #else
            Darwin.exit(rawValue)
        #endif
    }
}

/// Something a person gave that cannot be used, and what to give instead.
struct BadInput: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
