"""What incidents happen to in the deployed organization, made by the operator of an account, and the findings about it."""
import json
import uuid
from datetime import UTC, datetime

from organization import HOME

MINER = "CryptoCurrency:EC2/BitcoinTool.B!DNS"
TROJAN = "Trojan:EC2/DNSDataExfiltration"
TOR = "UnauthorizedAccess:IAMUser/TorIPCaller"


def now():
    """As GuardDuty writes times: what is older than the engine is a backlog to it, and what is much older no sweep looks for."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


class Scene:
    """One account, in the home Region."""

    def __init__(self, organization, account):
        self.organization, self.account = organization, account
        self.ec2, self.iam = self.client("ec2"), self.client("iam")

    def client(self, service):
        return self.organization.client(service, self.account)

    def network(self):
        vpc = self.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        return vpc, self.ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]

    def instance(self, network=None):
        _, subnet = network or self.network()
        made = self.ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1, SubnetId=subnet)
        return made["Instances"][0]["InstanceId"]

    def groups(self, instance):
        return [each["GroupName"] for each in self.described(instance)["SecurityGroups"]]

    def described(self, instance):
        return self.ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]

    def group_named(self, name, network):
        filters = [{"Name": "vpc-id", "Values": [network[0]]}, {"Name": "group-name", "Values": [name]}]
        [found] = self.ec2.describe_security_groups(Filters=filters)["SecurityGroups"]
        return found

    def state(self, instance):
        return self.described(instance)["State"]["Name"]

    def volumes(self, instance):
        return [each["Ebs"]["VolumeId"] for each in self.described(instance)["BlockDeviceMappings"]]

    def group(self, *ranges, lists=(), tags=()):
        """A security group that lets these ranges and prefix lists in, port 22."""
        vpc, _ = self.network()
        made = self.ec2.create_security_group(GroupName=f"web-{uuid.uuid4().hex[:8]}", Description="web", VpcId=vpc)["GroupId"]
        permission = {
            "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": each} for each in ranges],
            "PrefixListIds": [{"PrefixListId": each} for each in lists],
        }
        self.ec2.authorize_security_group_ingress(GroupId=made, IpPermissions=[permission])
        if tags:
            self.ec2.create_tags(Resources=[made], Tags=list(tags))
        return made

    def ingress(self, group):
        [found] = self.ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
        return sorted(
            each.get("CidrIp") or each["PrefixListId"]
            for permission in found["IpPermissions"] for each in permission["IpRanges"] + permission["PrefixListIds"]
        )

    def rules(self, group):
        """Those that let something in."""
        found = self.ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])
        return [each for each in found["SecurityGroupRules"] if not each["IsEgress"]]

    def prefix_list(self, *ranges):
        made = self.ec2.create_managed_prefix_list(
            PrefixListName=f"list-{uuid.uuid4().hex[:8]}", MaxEntries=9, AddressFamily="IPv4",
            Entries=[{"Cidr": each} for each in ranges],
        )
        return made["PrefixList"]["PrefixListId"]

    def target_group(self, network, instance):
        elb = self.client("elbv2")
        made = elb.create_target_group(Name=f"shop-{uuid.uuid4().hex[:8]}", Protocol="HTTP", Port=80, VpcId=network[0])
        arn = made["TargetGroups"][0]["TargetGroupArn"]
        elb.register_targets(TargetGroupArn=arn, Targets=[{"Id": instance, "Port": 80}])
        return arn

    def targets(self, group):
        found = self.client("elbv2").describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
        return [each["Target"]["Id"] for each in found if each["TargetHealth"]["State"] != "draining"]

    def classic_balancer(self, instance):
        elb, name = self.client("elb"), f"shop-{uuid.uuid4().hex[:8]}"
        listener = {"Protocol": "tcp", "LoadBalancerPort": 80, "InstancePort": 80}
        elb.create_load_balancer(LoadBalancerName=name, Listeners=[listener], AvailabilityZones=[f"{HOME}a"])
        elb.register_instances_with_load_balancer(LoadBalancerName=name, Instances=[{"InstanceId": instance}])
        return name

    def balanced(self, name):
        [found] = self.client("elb").describe_load_balancers(LoadBalancerNames=[name])["LoadBalancerDescriptions"]
        return [each["InstanceId"] for each in found["Instances"]]

    def inline(self, kind, name):
        listed = self.iam.list_user_policies(UserName=name) if kind == "user" else self.iam.list_role_policies(RoleName=name)
        return listed["PolicyNames"]

    def attached(self, kind, name):
        list_policies = self.iam.list_attached_user_policies if kind == "user" else self.iam.list_attached_role_policies
        return [each["PolicyName"] for each in list_policies(**{f"{kind.title()}Name": name})["AttachedPolicies"]]

    def principal(self, kind, policies=0):
        """A user or a role with so many managed policies of its own: its name and the details of a finding about it."""
        name = f"{kind}-{uuid.uuid4().hex[:8]}"
        if kind == "user":
            made = self.iam.create_user(UserName=name)["User"]
            key = self.iam.create_access_key(UserName=name)["AccessKey"]["AccessKeyId"]
            details = {"accessKeyId": key, "principalId": made["UserId"], "userType": "IAMUser", "userName": name}
        else:
            trust = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
            made = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy(trust))["Role"]
            details = {
                "accessKeyId": "ASIA" + uuid.uuid4().hex[:16].upper(), "principalId": f"{made['RoleId']}:i-0123456789abcdef0",
                "userType": "AssumedRole", "userName": name,
            }
        for number in range(policies):
            allow = policy({"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"})
            arn = self.iam.create_policy(PolicyName=f"{name}-{number}", PolicyDocument=allow)["Policy"]["Arn"]
            attach = self.iam.attach_user_policy if kind == "user" else self.iam.attach_role_policy
            attach(**{f"{kind.title()}Name": name, "PolicyArn": arn})
        return name, {"resourceType": "AccessKey", "accessKeyDetails": details}

    def finding(self, kind, resource):
        """A finding that GuardDuty holds; nobody has been told of it."""
        name, region = uuid.uuid4().hex, HOME
        detector = self.organization.ready["organization"]["accounts"][self.account]["detectors"][region]
        finding = {
            "schemaVersion": "2.0", "accountId": self.account, "region": region, "partition": "aws", "id": name, "severity": 8,
            "arn": f"arn:aws:guardduty:{region}:{self.account}:detector/{detector}/finding/{name}", "type": kind,
            "title": "It is bad.", "description": "It is bad.", "createdAt": now(), "updatedAt": now(), "resource": resource,
            "service": {
                "serviceName": "guardduty", "detectorId": detector, "resourceRole": "ACTOR", "archived": False, "count": 1,
                "additionalInfo": {}, "eventFirstSeen": now(), "eventLastSeen": now(),
            },
        }
        self.organization.ask("POST", "findings", finding)
        return finding

    def raise_finding(self, kind, resource):
        """The same, and GuardDuty sends it."""
        finding = self.finding(kind, resource)
        self.send(finding)
        return finding

    def raise_again(self, finding):
        """The same finding with later news of it."""
        later = {**finding, "updatedAt": now(), "service": {**finding["service"], "count": 2, "eventLastSeen": now()}}
        self.organization.ask("POST", "findings", later)
        self.send(later)

    def send(self, finding):
        event = {"source": "aws.guardduty", "detail-type": "GuardDuty Finding", "detail": finding}
        self.organization.ask("POST", "events", {"account": self.account, "region": HOME, "event": event})

    def is_archived(self, finding, administrator):
        """As its administrator sees it."""
        detector = self.organization.ready["organization"]["accounts"][administrator]["detectors"][HOME]
        guardduty = self.organization.client("guardduty", administrator)
        found = guardduty.get_findings(DetectorId=detector, FindingIds=[finding["id"]])["Findings"]
        return found[0]["Service"]["Archived"]


def policy(statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def about_instance(instance):
    return {"resourceType": "Instance", "instanceDetails": {"instanceId": instance}}
