import JSON

/// The part of the governor that one client's calls go through.
package struct CallPacing: Sendable {
    let governor: QuotaGovernor
    /// Whom AWS charges with the calls; empty for the caller's own account where its id is not known.
    let account: String

    package init(_ governor: QuotaGovernor, account: String?) {
        self.governor = governor
        self.account = account ?? ""
    }

    func pass(_ operation: Operation, _ input: JSONValue, _ region: String) async throws(AWSError) {
        try await governor.pass(operation, input, account: account, region: region)
    }

    func learn(_ operation: Operation, _ input: JSONValue, _ region: String, isThrottled: Bool) {
        governor.learn(operation, input, account: account, region: region, isThrottled: isThrottled)
    }

    /// For a client with a role of another account.
    func inAccount(ofRole arn: String) -> CallPacing {
        let fields = arn.split(separator: ":", omittingEmptySubsequences: false)
        return CallPacing(governor, account: fields.count > 4 ? String(fields[4]) : nil)
    }
}
