/// What a response changes and an undo must restore, without ids that are new each time and without what is kept.
package struct Projection: Hashable, Sendable {
    package var interfaces: [String: Set<String>] = [:]
    package var instances: [String: Instance] = [:]
    package var rules: [String: Set<SecurityGroup.Rule>] = [:]
    package var tags: [String: Tags] = [:]
    package var scalingGroups: [String: ScalingGroup] = [:]
    /// Targets in service.
    package var targets: [String: Set<TargetGroup.Target>] = [:]
    package var balancers: [String: Set<String>] = [:]
    package var identities: [String: Identities] = [:]
    package var archived: Set<String> = []
}

extension Projection {
    /// What another projection has otherwise, a line each.
    package func differences(from other: Projection) -> [String] {
        Self.differences("interface", interfaces, other.interfaces)
            + Self.differences("instance", instances, other.instances)
            + Self.differences("rules of", rules, other.rules) + Self.differences("tags of", tags, other.tags)
            + Self.differences("scaling group", scalingGroups, other.scalingGroups)
            + Self.differences("targets of", targets, other.targets)
            + Self.differences("balancer", balancers, other.balancers)
            + Self.differences("identities of", identities, other.identities)
            + archived.symmetricDifference(other.archived).map { "archived: \($0)" }
    }

    private static func differences<Value: Equatable>(
        _ kind: String, _ ours: [String: Value], _ theirs: [String: Value]
    ) -> [String] {
        Set(ours.keys).union(theirs.keys).sorted().filter { ours[$0] != theirs[$0] }.map { key in
            func text(_ value: Value?) -> String { value.map { "\($0)" } ?? "nothing" }
            return "\(kind) \(key): \(text(ours[key])), not \(text(theirs[key]))"
        }
    }
}

extension World {
    /// The projection at a time: what is on its way by then has come.
    ///
    /// Groups that Quell keeps for the next isolation, and snapshots, are left out.
    package func projection(at now: Double) -> Projection {
        var projection = Projection()
        projection.archived = Set(findings.filter(\.value.isArchived).keys)
        for (accountID, account) in accounts {
            projection.identities[accountID] = account.identities.unordered
            for (regionID, region) in account.regions { projection.add(region, "\(accountID)/\(regionID)/", now) }
        }
        return projection
    }
}

extension Projection {
    fileprivate mutating func add(_ region: Region, _ place: String, _ now: Double) {
        for (id, interface) in region.interfaces { interfaces[place + id] = Set(interface.groups) }
        for (id, instance) in region.instances {
            var instance = instance
            (instance.state, instance.coming) = (instance.state(at: now), nil)
            instances[place + id] = instance
        }
        let kept = Set(region.groups.keys.filter { region.tags[$0]?["quell:purpose"] != nil })
        for (id, group) in region.groups where !kept.contains(id) { rules[place + id] = Set(group.rules.values) }
        for (id, tagged) in region.tags where !tagged.isEmpty {
            let isLasting = !kept.contains(id) && region.snapshots[id] == nil && !id.hasPrefix("sgr-")
            if isLasting { tags[place + id] = tagged }
        }
        for (name, group) in region.scalingGroups {
            var group = group
            group.members = group.members.mapValues { .init(state: $0.state(at: now), coming: nil) }
            scalingGroups[place + name] = group
        }
        for (arn, group) in region.targetGroups {
            targets[place + arn] = Set(group.targets.filter { $0.drainedAt == nil })
        }
        for (name, members) in region.balancers { balancers[place + name] = members }
    }
}

extension Identities {
    /// Managed policies have no order that matters.
    fileprivate var unordered: Identities {
        var sorted = self
        for (name, identity) in users { sorted.users[name]?.attached = identity.attached.sorted() }
        for (name, identity) in roles { sorted.roles[name]?.attached = identity.attached.sorted() }
        return sorted
    }
}
