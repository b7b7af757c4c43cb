/// Where each service is reached in each Region, and how requests there are signed.
package struct Endpoints: Sendable {
    private let environment: @Sendable (String) -> String?
    /// `endpoint_url` of the profile in use.
    private let profileEndpoint: String?

    package init(environment: @escaping @Sendable (String) -> String?, profileEndpoint: String? = nil) {
        self.environment = environment
        self.profileEndpoint = profileEndpoint
    }

    /// A place and the Region its signatures name.
    package struct Target: Hashable, Sendable {
        package let endpoint: Endpoint
        package let signingRegion: String
    }

    package func target(_ service: Service, region: String) throws(AWSError) -> Target {
        let partition = try Partition(region: region)
        let signingRegion = service.isGlobal ? partition.globalRegion : region
        if let endpoint = try configured(service) { return Target(endpoint: endpoint, signingRegion: signingRegion) }
        let host =
            if service.isGlobal {
                "\(service.endpointPrefix)\(partition.globalInfix).\(partition.dnsSuffix)"
            } else {
                "\(service.endpointPrefix).\(region).\(partition.dnsSuffix)"
            }
        guard let endpoint = Endpoint("https://\(host)") else {
            throw AWSError(
                kind: .invalidInput, operation: service.id, message: "\(host) is no name of a host. Check the Region.")
        }
        return Target(endpoint: endpoint, signingRegion: signingRegion)
    }

    private func configured(_ service: Service) throws(AWSError) -> Endpoint? {
        if environment("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")?.lowercased() == "true" { return nil }
        let variable = "AWS_ENDPOINT_URL_\(Self.environmentName(service))"
        for (name, value) in [
            (variable, environment(variable)), ("AWS_ENDPOINT_URL", environment("AWS_ENDPOINT_URL")),
            ("endpoint_url of the profile", profileEndpoint),
        ] {
            guard let value, !value.isEmpty else { continue }
            guard let endpoint = Endpoint(value) else {
                throw AWSError(
                    kind: .invalidInput, operation: service.id,
                    message:
                        "\(name) is \"\(Endpoint.sayable(value))\", which is no http or https URL such as "
                        + "http://127.0.0.1:5000."
                )
            }
            return endpoint
        }
        return nil
    }

    /// The service's name in `AWS_ENDPOINT_URL_…`, which is its SDK id in upper case.
    private static func environmentName(_ service: Service) -> String {
        switch service.id {
        case "config": "CONFIG_SERVICE"
        case "elbv2": "ELASTIC_LOAD_BALANCING_V2"
        case "elb": "ELASTIC_LOAD_BALANCING"
        case "autoscaling": "AUTO_SCALING"
        default: service.id.uppercased()
        }
    }
}

/// A set of Regions with their own accounts and names.
package struct Partition: Hashable, Sendable {
    /// Second field of an ARN, such as `aws-cn`.
    package let id: String
    package let dnsSuffix: String
    /// Region that signs for services with one endpoint in the partition.
    package let globalRegion: String
    /// What stands between `iam` and the suffix of the partition's global endpoint.
    let globalInfix: String

    /// The partition a Region's name belongs to; a name that cannot be a Region's is refused.
    package init(region: String) throws(AWSError) {
        let parts = region.split(separator: "-", omittingEmptySubsequences: false)
        let isPlain = region.utf8.allSatisfy {
            $0 == UInt8(ascii: "-") || (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
        }
        guard parts.count >= 3, isPlain, parts.allSatisfy({ !$0.isEmpty }), parts.last?.last?.isNumber ?? false else {
            throw AWSError(
                kind: .invalidInput, operation: "region",
                message: "\"\(region)\" is no AWS Region. Write one such as eu-central-1.")
        }
        switch region {
        case _ where region.hasPrefix("cn-"): self.init("aws-cn", "amazonaws.com.cn", "cn-north-1", ".cn-north-1")
        case _ where region.hasPrefix("us-gov-"): self.init("aws-us-gov", "amazonaws.com", "us-gov-west-1", ".us-gov")
        case _ where region.hasPrefix("us-isob-"):
            self.init("aws-iso-b", "sc2s.sgov.gov", "us-isob-east-1", ".us-isob-east-1")
        case _ where region.hasPrefix("us-isof-"):
            self.init("aws-iso-f", "csp.hci.ic.gov", "us-isof-south-1", ".us-isof-south-1")
        case _ where region.hasPrefix("eu-isoe-"):
            self.init("aws-iso-e", "cloud.adc-e.uk", "eu-isoe-west-1", ".eu-isoe-west-1")
        case _ where region.hasPrefix("us-iso-"): self.init("aws-iso", "c2s.ic.gov", "us-iso-east-1", ".us-iso-east-1")
        case _ where region.hasPrefix("eusc-"):
            self.init("aws-eusc", "amazonaws.eu", "eusc-de-east-1", ".eusc-de-east-1")
        default: self.init("aws", "amazonaws.com", "us-east-1", "")
        }
    }

    private init(_ id: String, _ dnsSuffix: String, _ globalRegion: String, _ globalInfix: String) {
        self.id = id
        self.dnsSuffix = dnsSuffix
        self.globalRegion = globalRegion
        self.globalInfix = globalInfix
    }
}
