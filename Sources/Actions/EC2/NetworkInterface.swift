import AWSClient
import ActionKit
import JSON

/// A network interface of an instance, as `DescribeNetworkInterfaces` tells of it.
struct NetworkInterface {
    let id: String
    /// Ids of its security groups.
    let groups: [String]
    /// The account it belongs to.
    let owner: String
    /// Whether an AWS service made it and keeps it: it may refuse every change.
    let isManaged: Bool
    /// Its private addresses, IPv4 and IPv6.
    let addresses: [String]
    /// Whether it has an IPv6 address.
    let hasIPv6: Bool

    /// Reads every interface that is attached to an instance, the secondary ones included.
    static func call(of instance: String, _ situation: Situation) -> Call {
        situation.call(
            EC2.describeNetworkInterfaces,
            ["Filters": [["Name": "attachment.instance-id", "Values": [.string(instance)]]]])
    }

    /// Every interface in an answer, sorted by id.
    ///
    /// One that cannot be read is an error: it would stay connected.
    static func all(in answer: JSONValue) throws(AWSError) -> [NetworkInterface] {
        var interfaces: [NetworkInterface] = []
        for json in answer["NetworkInterfaces"]?.array ?? [] {
            guard let interface = NetworkInterface(json) else {
                throw AWSError(
                    kind: .unreadableAnswer, operation: EC2.describeNetworkInterfaces.id,
                    message: "A network interface cannot be read: \(json)")
            }
            interfaces.append(interface)
        }
        return interfaces.sorted { $0.id < $1.id }
    }

    private init?(_ json: JSONValue) {
        guard let id = json["NetworkInterfaceId"]?.string else { return nil }
        let listed = json["Groups"]?.array ?? []
        groups = listed.compactMap { $0["GroupId"]?.string }
        guard groups.count == listed.count else { return nil }
        self.id = id
        owner = json["OwnerId"]?.string ?? ""
        isManaged = json["RequesterManaged"]?.bool ?? false
        let ipv4 = (json["PrivateIpAddresses"]?.array ?? []).compactMap { $0["PrivateIpAddress"]?.string }
        let ipv6 = (json["Ipv6Addresses"]?.array ?? []).compactMap { $0["Ipv6Address"]?.string }
        addresses = ipv4 + ipv6
        hasIPv6 = !ipv6.isEmpty
    }
}
