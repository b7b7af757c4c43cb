/// Keeps credentials until shortly before they expire; many waiters share one fetch.
package actor CachedCredentials: CredentialProvider {
    /// How long before their expiry credentials are fetched anew, in seconds.
    private static let margin = 300.0
    private let source: any CredentialProvider
    private let now: @Sendable () -> Double
    private var cached: Credentials?
    private var fetch: Task<Result<Credentials, AWSError>, Never>?

    package init(_ source: any CredentialProvider, now: @escaping @Sendable () -> Double) {
        self.source = source
        self.now = now
    }

    package func credentials() async throws(AWSError) -> Credentials {
        if let cached, !isDue(cached) { return cached }
        let task = fetch ?? Task { [source] in await Self.result(of: source) }
        fetch = task
        let result = await task.value
        // The first waiter keeps the result. A later one must not: the credentials may be forgotten again by then.
        if fetch == task {
            fetch = nil
            if case .success(let fresh) = result { cached = fresh }
        }
        switch result {
        case .success(let fresh):
            return fresh
        case .failure(let error):
            // What is not expired yet still works, and the next call tries again.
            if let cached, (cached.expiration ?? .infinity) > now() { return cached }
            throw error
        }
    }

    /// Forgets credentials that AWS says have expired.
    package func forget(_ refused: Credentials) {
        if cached == refused { cached = nil }
    }

    private func isDue(_ credentials: Credentials) -> Bool {
        (credentials.expiration ?? .infinity) - Self.margin <= now()
    }

    private static func result(of source: any CredentialProvider) async -> Result<Credentials, AWSError> {
        do throws(AWSError) {
            return .success(try await source.credentials())
        } catch {
            return .failure(error)
        }
    }
}
