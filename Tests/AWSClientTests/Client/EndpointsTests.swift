import Testing

@testable import AWSClient

@Suite struct EndpointsTests {
    /// Every service, the first label of its host, and its name in `AWS_ENDPOINT_URL_…`.
    private static let services: [(Service, label: String, name: String)] = [
        (AutoScaling.service, "autoscaling", "AUTO_SCALING"), (Config.service, "config", "CONFIG_SERVICE"),
        (EC2.service, "ec2", "EC2"), (ELB.service, "elasticloadbalancing", "ELASTIC_LOAD_BALANCING"),
        (ELBv2.service, "elasticloadbalancing", "ELASTIC_LOAD_BALANCING_V2"),
        (GuardDuty.service, "guardduty", "GUARDDUTY"), (RDS.service, "rds", "RDS"), (S3.service, "s3", "S3"),
        (SNS.service, "sns", "SNS"), (SSM.service, "ssm", "SSM"), (STS.service, "sts", "STS"),
    ]

    private func endpoints(_ environment: [String: String] = [:], profile: String? = nil) -> Endpoints {
        Endpoints(
            environment: FakeMachine(environment: environment).surroundings.environment, profileEndpoint: profile)
    }

    @Test("reaches every Regional service in its Region", arguments: services.indices)
    func regional(_ row: Int) throws {
        let (service, label, _) = Self.services[row]
        let target = try endpoints().target(service, region: "eu-central-1")
        #expect(target.endpoint.description == "https://\(label).eu-central-1.amazonaws.com")
        #expect(target.signingRegion == "eu-central-1")
    }

    @Test(
        "knows the partition of a Region, its hosts, and where its IAM is and signs",
        arguments: [
            ("eu-central-1", "aws", "amazonaws.com", "iam.amazonaws.com", "us-east-1"),
            ("ap-southeast-5", "aws", "amazonaws.com", "iam.amazonaws.com", "us-east-1"),
            ("cn-northwest-1", "aws-cn", "amazonaws.com.cn", "iam.cn-north-1.amazonaws.com.cn", "cn-north-1"),
            ("us-gov-east-1", "aws-us-gov", "amazonaws.com", "iam.us-gov.amazonaws.com", "us-gov-west-1"),
            ("us-iso-west-1", "aws-iso", "c2s.ic.gov", "iam.us-iso-east-1.c2s.ic.gov", "us-iso-east-1"),
            ("us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov", "iam.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1"),
            ("eu-isoe-west-1", "aws-iso-e", "cloud.adc-e.uk", "iam.eu-isoe-west-1.cloud.adc-e.uk", "eu-isoe-west-1"),
            ("us-isof-east-1", "aws-iso-f", "csp.hci.ic.gov", "iam.us-isof-south-1.csp.hci.ic.gov", "us-isof-south-1"),
            ("eusc-de-east-1", "aws-eusc", "amazonaws.eu", "iam.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"),
        ])
    func partitions(_ region: String, _ id: String, _ suffix: String, _ iam: String, _ signing: String) throws {
        #expect(try Partition(region: region).id == id)
        let ec2 = try endpoints().target(EC2.service, region: region)
        #expect(ec2.endpoint.host == "ec2.\(region).\(suffix)")
        #expect(ec2.signingRegion == region)
        let target = try endpoints().target(IAM.service, region: region)
        #expect(target.endpoint.description == "https://\(iam)")
        #expect(target.signingRegion == signing)
    }

    @Test(
        "refuses what is no Region, before it becomes a host",
        arguments: [
            "", "eu", "eu-central", "eu-central-", "-central-1", "eu--1", "EU-CENTRAL-1", "eu-central-1.evil.com/",
            "eu central 1", "eu-central-x", "eu_central_1", "eu-central-1\n", "eu-zentrál-1", "a-b-١",
        ])
    func regions(_ region: String) async {
        let error = await failure { try endpoints().target(EC2.service, region: region) }
        #expect(error?.kind == .invalidInput)
        #expect(error?.message == "\"\(region)\" is no AWS Region. Write one such as eu-central-1.")
    }

    @Test("takes the endpoint of a service from its own variable", arguments: services.indices)
    func serviceVariable(_ row: Int) throws {
        let (service, label, name) = Self.services[row]
        let environment = ["AWS_ENDPOINT_URL_\(name)": "http://127.0.0.1:5000"]
        let target = try endpoints(environment).target(service, region: "eu-central-1")
        #expect(target.endpoint.description == "http://127.0.0.1:5000")
        #expect(target.signingRegion == "eu-central-1")
        for (other, otherLabel, otherName) in Self.services where otherName != name {
            let target = try endpoints(environment).target(other, region: "eu-central-1")
            #expect(target.endpoint.host == "\(otherLabel).eu-central-1.amazonaws.com", "\(label)")
        }
    }

    @Test(
        "takes the service's variable before the common one, and that before the profile's",
        arguments: [
            (["AWS_ENDPOINT_URL_IAM": "http://a", "AWS_ENDPOINT_URL": "http://b"], "http://c", "http://a"),
            (["AWS_ENDPOINT_URL_IAM": "", "AWS_ENDPOINT_URL": "http://b"], "http://c", "http://b"),
            (["AWS_ENDPOINT_URL_STS": "http://a"], "http://c/base/", "http://c/base"),
            (["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false"], "http://c", "http://c"),
            (
                ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "True", "AWS_ENDPOINT_URL": "http://b"], "http://c",
                "https://iam.amazonaws.com"
            ), ([:], nil, "https://iam.amazonaws.com"),
        ] as [([String: String], String?, String)])
    func precedence(_ environment: [String: String], _ profile: String?, _ url: String) throws {
        let target = try endpoints(environment, profile: profile).target(IAM.service, region: "eu-central-1")
        #expect(target.endpoint.description == url)
        #expect(target.signingRegion == "us-east-1")
    }

    @Test(
        "says which setting holds no URL",
        arguments: [
            (
                ["AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2": "localhost:5000"], nil,
                "AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2"
            ),
            (["AWS_ENDPOINT_URL": "ftp://localhost"], nil, "AWS_ENDPOINT_URL"),
            ([:], "http://a b", "endpoint_url of the profile"),
            ([:], "http://me:SECRET@a", "endpoint_url of the profile"),
        ] as [([String: String], String?, String)])
    func malformed(_ environment: [String: String], _ profile: String?, _ name: String) async {
        let error = await failure {
            try endpoints(environment, profile: profile).target(ELBv2.service, region: "eu-central-1")
        }
        #expect(error?.kind == .invalidInput)
        #expect(error?.message.hasPrefix("\(name) is \"") == true)
        #expect(error?.message.contains("SECRET") == false)
        #expect(error?.message.contains("no http or https URL such as http://127.0.0.1:5000") == true)
    }
}
