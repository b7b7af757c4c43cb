import AWSClient
package import Playbook

/// Decides whether a resource is exempt where the tag alone exempts nothing; pure.
package struct ExceptionJudge: Sendable {
    /// What a claim of exception comes to.
    package enum Verdict: Hashable, Sendable {
        /// Nothing claims an exception.
        case none
        /// Keys that differ from the tag by case, punctuation or a letter or two; they exempt nothing.
        case nearMiss([String])
        case exempt(ExceptionRecord, until: String)
        /// The claim gives no immunity.
        case invalid(ExceptionFlaw)
        /// There is an approval for the resource, but its tag is gone or says something else: somebody may have taken it
        /// away so that the response does the harm.
        case unclaimed(ExceptionRecord)
        /// The records cannot be read.
        case unknown(String)
    }

    private let tag: String
    private let terms: StrictExceptions
    package let register: ExceptionRegister
    private let now: Double

    /// `now` is in seconds since 1970.
    package init(tag: String, terms: StrictExceptions, register: ExceptionRegister, now: Double) {
        self.tag = tag
        self.terms = terms
        self.register = register
        self.now = now
    }

    /// The verdict for one action under one finding.
    ///
    /// From nil for either, the question is whether the exception holds for any.
    package func verdict(on subject: ExceptionSubject, action: String?, finding: String?) -> Verdict {
        if case .unreadable(let why) = register { return .unknown(why) }
        let flaw: ExceptionFlaw
        if let value = subject.tags[tag] {
            switch claim(value, on: subject, action, finding) {
            case .success(let record): return .exempt(record, until: end(of: record))
            case .failure(let found): flaw = found
            }
            return approval(of: subject, action, finding).map(Verdict.unclaimed) ?? .invalid(flaw)
        }
        if let record = approval(of: subject, action, finding) { return .unclaimed(record) }
        let misses = NearMiss.keys(in: subject.tags.keys, of: tag)
        return misses.isEmpty ? .none : .nearMiss(misses)
    }

    /// When a record ends under the playbook's terms, in ISO 8601.
    package func end(of record: ExceptionRecord) -> String {
        record.end(maxAge: terms.maxAge?.seconds).map(ISO8601.format) ?? record.until
    }

    /// The approvals that end within so many seconds, the first to end first.
    package func ending(within seconds: Double) -> [(record: ExceptionRecord, until: String)] {
        guard case .read(let records, let revoked) = register else { return [] }
        return records.values.compactMap { record -> (end: Double, record: ExceptionRecord)? in
            guard !revoked.contains(record.id), let end = record.end(maxAge: terms.maxAge?.seconds),
                end > now, end <= now + seconds
            else { return nil }
            return (end, record)
        }.sorted { ($0.end, $0.record.id) < ($1.end, $1.record.id) }.map { ($0.record, ISO8601.format($0.end)) }
    }

    private func claim(
        _ value: String, on subject: ExceptionSubject, _ action: String?, _ finding: String?
    ) -> Result<ExceptionRecord, ExceptionFlaw> {
        if let pattern = terms.value, !GlobPattern(pattern).matches(value) { return .failure(.badValue) }
        switch register {
        case .untrusted(let flaw): return .failure(flaw)
        case .unreadable: return .failure(.noRecord)
        case .read(let records, let revoked):
            if revoked.contains(value) { return .failure(.revoked) }
            guard let record = records[value] else { return .failure(.noRecord) }
            return flaw(of: record, on: subject, action, finding).map(Result.failure) ?? .success(record)
        }
    }

    /// Why a record does not cover a response; nil when it does.
    private func flaw(
        of record: ExceptionRecord, on subject: ExceptionSubject, _ action: String?, _ finding: String?
    ) -> ExceptionFlaw? {
        let isMeant = record.resources.contains {
            subject.isMeant(by: $0, templateVersion: record.templateVersion)
        }
        guard isMeant else { return .wrongResource }
        guard let from = ISO8601.parse(record.approved), let end = record.end(maxAge: terms.maxAge?.seconds),
            now < end
        else { return .expired }
        guard from <= now else { return .notYet }
        if let action, !record.actions.contains("*"), !record.actions.contains(action) { return .wrongAction }
        if let finding, !record.findings.isEmpty,
            !record.findings.contains(where: { GlobPattern($0).matches(finding) })
        {
            return .wrongFinding
        }
        return nil
    }

    /// An approval that holds for the response, whatever the tag says; the first by id.
    private func approval(
        of subject: ExceptionSubject, _ action: String?, _ finding: String?
    ) -> ExceptionRecord? {
        guard case .read(let records, let revoked) = register else { return nil }
        return records.values.filter { record in
            !revoked.contains(record.id) && flaw(of: record, on: subject, action, finding) == nil
        }.min { $0.id < $1.id }
    }
}

extension ExceptionFlaw: Error {}
