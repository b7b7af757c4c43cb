/// What was found of an exception in one response, as the journal keeps it.
package struct ExceptionJudgement: Hashable, Sendable, Codable {
    package enum Verdict: String, Hashable, Sendable, Codable {
        case exempt, invalid, unclaimed
        case nearMiss = "near-miss"
    }

    package let verdict: Verdict
    /// Ids of the actions it is about.
    package fileprivate(set) var actions: [String]
    /// Id of the approval record, where one plays a part.
    package let record: String?
    package let approver: String?
    /// ISO 8601 time at which the record ends.
    package let expires: String?
    package let flaw: ExceptionFlaw?
    /// A sentence or two for people.
    package let why: String

    package init(
        _ verdict: Verdict, actions: [String], record: ExceptionRecord? = nil, expires: String? = nil,
        flaw: ExceptionFlaw? = nil, why: String
    ) {
        self.verdict = verdict
        self.actions = actions
        self.record = record?.id
        approver = record?.approver
        self.expires = expires
        self.flaw = flaw
        self.why = why
    }

    /// Whether another says the same of other actions.
    fileprivate func isSame(as other: ExceptionJudgement) -> Bool {
        var same = other
        same.actions = actions
        return same == self
    }

    /// Whether people are told of it in an alert of its own.
    package var isAlarming: Bool { verdict == .invalid }
    /// Whether people are told of it, in whatever alert.
    package var isTold: Bool { verdict == .invalid || verdict == .nearMiss }
}

/// What exceptions mean for a response.
struct ExceptionRuling {
    /// What the service calls the resource, with its path, where it says so.
    var arn: String?
    var judgements: [ExceptionJudgement] = []
    /// Ends the response: exempt, held, or gone.
    var conclusion: Conclusion?

    /// Adds what was found for one action; what is the same for several is said once.
    mutating func add(_ judgement: ExceptionJudgement) {
        guard let index = judgements.firstIndex(where: { $0.isSame(as: judgement) }) else {
            return judgements.append(judgement)
        }
        judgements[index].actions += judgement.actions
    }

    /// Actions that an approval keeps from acting, and why.
    var exempt: [String: String] {
        let pairs = judgements.filter { $0.verdict == .exempt }.flatMap { each in each.actions.map { ($0, each.why) } }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}
