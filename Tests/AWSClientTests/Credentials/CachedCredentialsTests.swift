import Synchronization
import Testing

@testable import AWSClient

/// Gives what its script says, once for each fetch, and counts them.
private final class ScriptedCredentials: CredentialProvider {
    private let script: Mutex<[Result<Credentials, AWSError>]>
    private let count = Mutex(0)

    init(_ script: [Result<Credentials, AWSError>]) { self.script = Mutex(script) }

    var fetches: Int { count.withLock { $0 } }

    func credentials() async throws(AWSError) -> Credentials {
        count.withLock { $0 += 1 }
        for _ in 0..<20 { await Task.yield() }
        let next = script.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        guard let next else { throw .noCredentials("The script has no credentials left.") }
        return try next.get()
    }
}

@Suite struct CachedCredentialsTests {
    private let machine = FakeMachine()

    private func key(_ id: String, expiresIn seconds: Double?) -> Credentials {
        Credentials(
            accessKeyID: id, secretAccessKey: "s", sessionToken: "t", expiration: seconds.map { FakeMachine.start + $0 }
        )
    }

    private func cached(_ script: [Result<Credentials, AWSError>]) -> (CachedCredentials, ScriptedCredentials) {
        let source = ScriptedCredentials(script)
        return (CachedCredentials(source, now: machine.surroundings.now), source)
    }

    @Test("fetches anew five minutes before the expiry, and not earlier")
    func refresh() async throws {
        let (cache, source) = cached([.success(key("A", expiresIn: 3_600)), .success(key("B", expiresIn: 7_200))])
        #expect(try await cache.credentials().accessKeyID == "A")
        machine.advance(3_299)
        #expect(try await cache.credentials().accessKeyID == "A")
        #expect(source.fetches == 1)
        machine.advance(1)
        #expect(try await cache.credentials().accessKeyID == "B")
        #expect(source.fetches == 2)
    }

    @Test("keeps credentials without an expiry")
    func longTerm() async throws {
        let (cache, source) = cached([.success(key("A", expiresIn: nil))])
        _ = try await cache.credentials()
        machine.advance(1e9)
        #expect(try await cache.credentials().accessKeyID == "A")
        #expect(source.fetches == 1)
    }

    @Test("fetches once for many that wait at the same time")
    func sharing() async throws {
        let (cache, source) = cached([.success(key("A", expiresIn: 3_600))])
        let keys = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { try await cache.credentials().accessKeyID } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(keys == ["A"])
        #expect(source.fetches == 1)
    }

    @Test("gives every waiter the error of a fetch, and fetches again afterwards")
    func failing() async throws {
        let (cache, source) = cached([.failure(.noCredentials("Down.")), .success(key("A", expiresIn: 3_600))])
        #expect(await failure { try await cache.credentials() } == .noCredentials("Down."))
        #expect(try await cache.credentials().accessKeyID == "A")
        #expect(source.fetches == 2)
    }

    @Test("keeps unexpired credentials when fetching fails, until they expire")
    func keeps() async throws {
        let down = AWSError.noCredentials("Down.")
        let (cache, source) = cached([.success(key("A", expiresIn: 3_600)), .failure(down), .failure(down)])
        _ = try await cache.credentials()
        machine.advance(3_599)
        #expect(try await cache.credentials().accessKeyID == "A")
        #expect(source.fetches == 2)
        machine.advance(1)
        #expect(await failure { try await cache.credentials() } == down)
    }

    @Test("forgets the credentials that were refused, and only those")
    func forgets() async throws {
        let (cache, source) = cached([.success(key("A", expiresIn: nil)), .success(key("B", expiresIn: nil))])
        let first = try await cache.credentials()
        await cache.forget(key("X", expiresIn: nil))
        #expect(try await cache.credentials() == first)
        await cache.forget(first)
        #expect(try await cache.credentials().accessKeyID == "B")
        // A caller that was refused with the first ones late must not throw away the second ones.
        await cache.forget(first)
        #expect(try await cache.credentials().accessKeyID == "B")
        #expect(source.fetches == 2)
    }
}
