"""The deployed system: both stacks from Templates, the zip, and nothing by hand; then only findings, items and orders come in."""
import uuid

import pytest

from organization import HOME, SECURITY, SERVICE

NAMES = [
    "row1-isolate-ec2", "row2-block-role", "row2-user", "row3-encrypt-bucket", "row4-public-read", "row5-public-write",
    "row6-open-group", "row7-volume", "row8-rds", "row1-exempt", "row2-exempt", "row3-exempt", "row4-exempt", "row5-exempt",
    "row6-exempt", "row7-exempt", "row8-exempt", "two-interfaces", "balanced-instance", "target-not-actor",
    "root-credentials", "service-linked-role", "sso-role", "sample", "triple", "gone", "split-ranges",
]


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
