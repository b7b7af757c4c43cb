import ArgumentParser

/// `quell approvals`: what waits for people.
struct ApprovalsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approvals",
        abstract: "Show the plans that wait for people, approve or decline them, and apply what is approved.",
        subcommands: [
            ApprovalsList.self, ApprovalsShow.self, ApprovalsApprove.self, ApprovalsDecline.self, ApprovalsApply.self,
            ApprovalsExpire.self,
        ])
}
