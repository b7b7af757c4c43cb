import ServiceLifecycle

/// Rings bells four times a second: for events that are due again, and for those that another process put in.
struct Ticker: Service {
    let bells: [Bell]

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: .milliseconds(250))
                for bell in bells { bell.ring() }
            }
        }
    }
}
