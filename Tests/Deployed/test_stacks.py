"""The deployed system: both stacks from Templates, the zip, and nothing by hand; then only findings, items and orders come in."""
import json
import subprocess
import sys
import time
import uuid

import boto3
import pytest
from botocore.config import Config

from conftest import PACKAGE, ROOT, ask, sandbox_environment

SECURITY, SERVICE = "999999999999", ("111111111111", "222222222222", "333333333333")
HOME, REGIONS = "eu-central-1", ("eu-central-1", "us-east-1")
NAMES = [
    "row1-isolate-ec2", "row2-block-role", "row2-user", "row3-encrypt-bucket", "row4-public-read", "row5-public-write",
    "row6-open-group", "row7-volume", "row8-rds", "row1-exempt", "row2-exempt", "row3-exempt", "row4-exempt", "row5-exempt",
    "row6-exempt", "row7-exempt", "row8-exempt", "two-interfaces", "balanced-instance", "target-not-actor",
    "root-credentials", "service-linked-role", "sso-role", "sample", "triple", "gone", "split-ranges",
]


class Organization:
    def __init__(self, ready):
        self.ready, self.endpoint = ready, ready["endpoint"]
        self.id = ready["organization"]["id"]

    def client(self, service, account, region=HOME):
        keys = self.ready["organization"]["accounts"][account]["operator"]
        return boto3.client(
            service, region_name=region, endpoint_url=self.endpoint, aws_access_key_id=keys["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=keys["AWS_SECRET_ACCESS_KEY"],
            config=Config(retries={"max_attempts": 0}, read_timeout=120),
        )

    def ask(self, method, name, body=None):
        return ask(self.endpoint, method, name, body)

    def stack(self, name, account, region=HOME, **parameters):
        formation = self.client("cloudformation", account, region)
        formation.create_stack(
            StackName=f"quell-{name}", Capabilities=["CAPABILITY_NAMED_IAM"],
            TemplateBody=(ROOT / "Templates" / f"{name}-account.yaml").read_text(),
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        )
        [stack] = formation.describe_stacks(StackName=f"quell-{name}")["Stacks"]
        events = formation.describe_stack_events(StackName=f"quell-{name}")["StackEvents"]
        reasons = {each["LogicalResourceId"]: each.get("ResourceStatusReason") for each in events if "FAILED" in each["ResourceStatus"]}
        assert stack["StackStatus"] == "CREATE_COMPLETE", reasons

    def artifact(self, account, region=HOME):
        name, s3 = f"artifact-{account}-{region}", self.client("s3", account, region)
        place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        s3.create_bucket(Bucket=name, **place)
        s3.put_object(Bucket=name, Key="quell/quell-lambda.zip", Body=PACKAGE.read_bytes())
        return name

    def deploy(self):
        self.client("securityhub", SECURITY).enable_security_hub()
        self.stack(
            "security", SECURITY, OrganizationId=self.id, ArtifactBucket=self.artifact(SECURITY), ForwardOwnFindings="true"
        )
        # What GuardDuty collects for its administrator in other Regions is forwarded as from any account.
        self.stack("service", SECURITY, "us-east-1", OrganizationId=self.id, SecurityAccountId=SECURITY, HomeRegion=HOME)
        for account in SERVICE:
            for region in REGIONS:
                self.stack(
                    "service", account, region, OrganizationId=self.id, SecurityAccountId=SECURITY, HomeRegion=HOME,
                    EnableConfig="true", ArtifactBucket=self.artifact(account, region),
                )

    def lines(self):
        """What the engine has said, a line an event that it answered."""
        lines = [each["line"] for each in self.ask("GET", "logs?function=quell-respond")]
        return [json.loads(line) for line in lines if line.startswith('{"')]

    def settle(self):
        assert self.ask("POST", "drain", {"seconds": 25})["finished"]

    def since(self, before, wanted=0):
        """What was said meanwhile; the emulator hands on what a function writes a little later than its answer."""
        for _ in range(50):
            answers = self._answered(before)
            if len(answers) >= wanted:
                return answers
            time.sleep(0.1)
        return answers

    def _answered(self, before):
        return [line for line in self.lines()[before:] if line["message"] in ("event answered", "event not answered")]

    def dead_letters(self):
        sqs = self.client("sqs", SECURITY)
        url = sqs.get_queue_url(QueueName="quell-dead-letters")["QueueUrl"]
        names = ["ApproximateNumberOfMessages"]
        return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"][names[0]]


@pytest.fixture(scope="module")
def organization():
    process = subprocess.Popen(
        [sys.executable, "-m", "quell_sandbox", "--bare"], stdout=subprocess.PIPE, text=True, cwd=ROOT, env=sandbox_environment()
    )
    organization = Organization(json.loads(process.stdout.readline()))
    try:
        organization.deploy()
        yield organization
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.mark.parametrize("name", NAMES)
def test_every_incident_ends_as_it_must(organization, name):
    """The sandbox sends the event of an incident as AWS does: on the bus of the account that it is about."""
    before = len(organization.lines())
    incidents = organization.ask("POST", "incidents", {"names": [name]})
    organization.settle()
    answers = organization.since(before, len(incidents))
    assert sorted(each.get("Outcome", "-") for each in answers) == sorted(each["expected"] for each in incidents), answers
    assert organization.dead_letters() == "0"


def group(organization, account, *ranges, tags=()):
    ec2 = organization.client("ec2", account)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    made = ec2.create_security_group(GroupName=f"web-{uuid.uuid4().hex[:8]}", Description="web", VpcId=vpc)["GroupId"]
    permission = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": each} for each in ranges]}
    ec2.authorize_security_group_ingress(GroupId=made, IpPermissions=[permission])
    if tags:
        ec2.create_tags(Resources=[made], Tags=list(tags))
    return ec2, made


def record(organization, account, kind, name, wanted=1, **more):
    before = len(organization.lines())
    item = {"account": account, "region": HOME, "resourceType": kind, "resourceId": name, **more}
    organization.ask("POST", "configuration-items", item)
    organization.settle()
    return organization.since(before, wanted)


def ranges(ec2, name):
    [found] = ec2.describe_security_groups(GroupIds=[name])["SecurityGroups"]
    return sorted(each["CidrIp"] for permission in found["IpPermissions"] for each in permission["IpRanges"])


@pytest.mark.parametrize("oversized", [False, True])
@pytest.mark.parametrize("wide", [["0.0.0.0/0"], ["0.0.0.0/1", "128.0.0.0/1"]])
def test_an_open_group_is_seen_by_our_rule_and_confined(organization, wide, oversized):
    ec2, name = group(organization, SERVICE[0], *wide, "10.0.0.0/8")
    [answer] = record(organization, SERVICE[0], "AWS::EC2::SecurityGroup", name, oversized=oversized)
    assert (answer["rule"], answer["Outcome"]) == ("confine-open-security-group", "contained"), answer
    assert ranges(ec2, name) == ["10.0.0.0/8", "172.31.0.0/16"]


def test_an_exempt_group_stays_open_and_a_closed_one_makes_no_event(organization):
    tag = {"Key": "SecurityException", "Value": "Jira-1"}
    ec2, name = group(organization, SERVICE[0], "0.0.0.0/0", tags=[tag])
    [answer] = record(organization, SERVICE[0], "AWS::EC2::SecurityGroup", name)
    assert answer["Outcome"] == "exempt" and ranges(ec2, name) == ["0.0.0.0/0"]
    _, closed = group(organization, SERVICE[0], "10.0.0.0/8")
    assert record(organization, SERVICE[0], "AWS::EC2::SecurityGroup", closed, wanted=0) == []


def finding(organization):
    """A finding that GuardDuty holds and that no rule answers by itself, and the instance that it is about."""
    account, name = SERVICE[0], uuid.uuid4().hex
    ec2 = organization.client("ec2", account)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
    instance = ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1, SubnetId=subnet)["Instances"][0]["InstanceId"]
    detector = organization.ready["organization"]["accounts"][account]["detectors"][HOME]
    made = {
        "schemaVersion": "2.0", "accountId": account, "region": HOME, "partition": "aws", "id": name, "severity": 8,
        "arn": f"arn:aws:guardduty:{HOME}:{account}:detector/{detector}/finding/{name}",
        "type": "CryptoCurrency:EC2/BitcoinTool.B!DNS", "title": "It mines.", "description": "It mines.",
        "createdAt": "2026-11-25T12:00:00.000Z", "updatedAt": "2026-11-25T12:00:00.000Z",
        "resource": {"resourceType": "Instance", "instanceDetails": {"instanceId": instance}},
        "service": {
            "serviceName": "guardduty", "detectorId": detector, "resourceRole": "ACTOR", "archived": False, "count": 1,
            "additionalInfo": {}, "eventFirstSeen": "2026-11-25T12:00:00.000Z", "eventLastSeen": "2026-11-25T12:00:00.000Z",
        },
    }
    return organization.ask("POST", "findings", made)["arn"], instance


def groups(organization, instance):
    found = organization.client("ec2", SERVICE[0]).describe_instances(InstanceIds=[instance])
    return [each["GroupName"] for each in found["Reservations"][0]["Instances"][0]["SecurityGroups"]]


def order(organization, action, *findings):
    before = len(organization.lines())
    body = {"account": SECURITY, "region": HOME, "actionName": action, "findingArns": list(findings)}
    organization.ask("POST", "hub-actions", body)
    organization.settle()
    return organization.since(before, 1)


def test_an_order_from_security_hub_does_what_the_finding_would(organization):
    arn, instance = finding(organization)
    [answer] = order(organization, "Isolate EC2", arn)
    assert (answer["rule"], answer["Outcome"]) == ("isolate-from-security-hub", "contained"), answer
    assert groups(organization, instance) == ["quell-quarantine"]
    hub = organization.client("securityhub", SECURITY)
    found = hub.get_findings(Filters={"Id": [{"Value": arn, "Comparison": "EQUALS"}]})["Findings"][0]
    assert found["Workflow"]["Status"] == "RESOLVED" and answer["execution"] in found["Note"]["Text"]


def test_two_findings_in_one_order_change_nothing(organization):
    made = [finding(organization) for _ in range(2)]
    [answer] = order(organization, "Isolate EC2", *[arn for arn, _ in made])
    assert answer["Outcome"] == "rejected", answer
    assert all(groups(organization, instance) != ["quell-quarantine"] for _, instance in made)


def test_nobody_but_the_engine_takes_a_response_role(organization):
    """The operator may do everything in the security account, and still not this."""
    sts = organization.client("sts", SECURITY)
    for purpose in ("read", "ec2.isolate-instance", "undo-ec2.isolate-instance"):
        arn = f"arn:aws:iam::{SERVICE[0]}:role/quell/Security-IR-Role-{purpose}"
        with pytest.raises(sts.exceptions.ClientError, match="AccessDenied"):
            sts.assume_role(RoleArn=arn, RoleSessionName="quell-me", ExternalId=f"quell:{SERVICE[0]}", SourceIdentity="quell-me")
