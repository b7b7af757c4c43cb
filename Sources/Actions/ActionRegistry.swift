package import ActionKit

package enum ActionRegistry {
    package static let all: [any Action.Type] = [ConfineSecurityGroup.self, IsolateInstance.self]
}
