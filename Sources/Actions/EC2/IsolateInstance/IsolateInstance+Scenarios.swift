#if DEBUG
    package import ActionKit

    extension IsolateInstance {
        package static let scenarios: [Scenario] = []
    }
#endif
