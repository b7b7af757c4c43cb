#if DEBUG
    package import ActionKit

    extension ConfineSecurityGroup {
        package static let scenarios: [Scenario] = []
    }
#endif
