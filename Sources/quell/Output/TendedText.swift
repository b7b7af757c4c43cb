import Engine

/// What people and the shell are told of tending.
enum TendedText {
    static func details(_ tended: Tended) -> String {
        let look = tended.check.map { " (look \($0) s after the end)" } ?? ""
        let head = "\(tended.execution)  \(Terminal.styled(tended.kind.rawValue, style(of: tended)))\(look)"
        guard let response = tended.response else { return "\(head)\n  \(Terminal.untrusted(tended.why))" }
        return "\(head): \(response.conclusion.outcome.rawValue)\n\(ResponseText.details(response))"
    }

    private static func style(of tended: Tended) -> Terminal.Style? {
        switch tended.kind {
        case .settled: .green
        case .drifted, .failed: .red
        case .unread, .expired: .yellow
        case .adopted: nil
        }
    }

    /// What cannot be tended is a failure; of the others the gravest outcome counts.
    static func status(_ tended: [Tended]) -> ExitStatus {
        if tended.contains(where: { $0.kind == .failed }) { return .failed }
        let status = ExitStatus.of(tended.compactMap { $0.response?.conclusion.outcome })
        guard status == .done else { return status }
        return tended.contains { $0.kind == .unread } ? .heldOrPartial : .done
    }
}
