import AWSClient
import Engine
import LambdaHandlers

/// What only the program knows: which journal the function keeps.
enum Wiring {
    @Sendable
    static func journal(_ client: APIClient, _ settings: FunctionSettings) throws -> any Journal {
        throw SetupError("This build has no journal.", "Build one that has.")
    }
}
