package struct Network: Hashable, Sendable {
    package var owner: String
    package var ranges: [String]
    package var hasIPv6: Bool

    package init(owner: String, ranges: [String] = ["10.0.0.0/16"], hasIPv6: Bool = false) {
        self.owner = owner
        self.ranges = ranges
        self.hasIPv6 = hasIPv6
    }
}

package struct Instance: Hashable, Sendable {
    package struct Mapping: Hashable, Sendable {
        package let device: String
        package let volume: String
        package var isDeletedOnTermination: Bool
    }

    package var network: String
    package var mappings: [Mapping] = []
    package var isProtected = false
    package var isStopProtected = false
    package var shutdown = "stop"
    package var profile: String?
    package var publicAddress: String?
    package var lifecycle: String?
    /// The state it is in, or leaves.
    package var state = "running"
    /// The state it comes to, and when.
    package var coming: Change?

    package struct Change: Hashable, Sendable {
        package let state: String
        package let at: Double
    }

    package init(network: String) { self.network = network }

    func state(at now: Double) -> String {
        guard let coming else { return state }
        return now >= coming.at ? coming.state : state
    }
}

package struct Interface: Hashable, Sendable {
    package var network: String
    /// The instance it is attached to.
    package var instance: String?
    package var deviceIndex: Int
    package var groups: [String]
    package var address: String
    package var ipv6Addresses: [String] = []
    package var isManaged = false

    package init(network: String, instance: String?, deviceIndex: Int, groups: [String], address: String) {
        self.network = network
        self.instance = instance
        self.deviceIndex = deviceIndex
        self.groups = groups
        self.address = address
    }
}

package struct Volume: Hashable, Sendable {
    package var instance: String?
    package var device: String
    package var size = 8

    package init(instance: String?, device: String) {
        self.instance = instance
        self.device = device
    }
}

package struct Snapshot: Hashable, Sendable {
    package let volume: String
    package let description: String
    package let start: Double
}

package struct ScalingGroup: Hashable, Sendable {
    package struct Member: Hashable, Sendable {
        package var state: String
        /// The state it comes to, and when.
        package var coming: Instance.Change?

        func state(at now: Double) -> String {
            guard let coming else { return state }
            return now >= coming.at ? coming.state : state
        }
    }

    package var minimum: Int
    package var maximum: Int
    package var desired: Int
    package var members: [String: Member]

    package init(minimum: Int, maximum: Int, members: [String]) {
        self.minimum = minimum
        self.maximum = maximum
        desired = members.count
        self.members = Dictionary(members.map { ($0, Member(state: "InService")) }, uniquingKeysWith: { $1 })
    }
}

package struct TargetGroup: Hashable, Sendable {
    package struct Target: Hashable, Sendable {
        package let id: String
        package let port: Int
        /// When it is gone; nil while it is in service.
        package var drainedAt: Double?
    }

    package let name: String
    package let network: String
    /// `instance` or `ip`.
    package let kind: String
    package let port: Int
    package var targets: [Target]

    package init(name: String, network: String, kind: String, port: Int, targets: [String]) {
        self.name = name
        self.network = network
        self.kind = kind
        self.port = port
        self.targets = targets.map { Target(id: $0, port: port) }
    }
}
