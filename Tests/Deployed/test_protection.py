"""Under the organization's policies an administrator of a member account sets no exception and undoes no containment."""
import json

import pytest
from botocore.exceptions import ClientError

from organization import HOME, SECURITY, SERVICE
from taggable import NO_TRUST, Database, Instance, Role, User, unique

ACCOUNT = SERVICE[1]
TAG = {"Key": "SecurityException", "Value": "Jira-1"}
OURS = [TAG["Key"], "quell:protect", "quell:quarantine", "quell:purpose", "quell:execution"]
EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
DENY_ALL = "arn:aws:iam::aws:policy/AWSDenyAll"


class Team:
    """An administrator of each account, those who approve exceptions in one, and what deploys stacks in the security account."""

    def __init__(self, organization):
        self.organization, self.name = organization, unique("approver")
        self.keys = self._role(ACCOUNT, self.name, "/exception-admin/")
        self.deploying = self._role(SECURITY, unique("stacksets-exec"), "/")

    def _role(self, account, name, path):
        iam, sts = self.organization.client("iam", account), self.organization.client("sts", account)
        trust = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:root"}, "Action": "sts:AssumeRole"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        role = iam.create_role(RoleName=name, Path=path, AssumeRolePolicyDocument=document)["Role"]
        iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=json.dumps(EVERYTHING))
        return sts.assume_role(RoleArn=role["Arn"], RoleSessionName="test")["Credentials"]

    def administrator(self, service, account=ACCOUNT, region=HOME):
        return self.organization.client(service, account, region)

    def approver(self, service):
        return self.organization.client(service, ACCOUNT, keys=self.keys)

    def deployment(self, service):
        return self.organization.client(service, SECURITY, keys=self.deploying)


def refused(kind, call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    assert f"explicit deny in a {kind} control policy" in str(caught.value), caught.value


@pytest.fixture(scope="module")
def contained(organization):
    """An instance, a user and a role that Quell contained: found in the accounts as the sandbox makes them."""
    made = {}
    for name in ("row1-isolate-ec2", "row2-user", "row2-block-role"):
        before = len(organization.lines())
        [incident] = organization.ask("POST", "incidents", {"names": [name]})
        organization.settle()
        [answer] = organization.since(before, 1)
        assert answer["Outcome"] == "contained", answer
        made[name] = incident["resources"]
    return made


@pytest.fixture(scope="module")
def widened(organization):
    """Response roles whose trust somebody has opened to everybody, as could be before the policies were there."""
    iam, opened = organization.client("iam", ACCOUNT), {}
    actions = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"]
    trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": actions}
    for purpose in ("read", "ec2.isolate-instance", "undo-ec2.isolate-instance"):
        name = f"Security-IR-Role-{purpose}"
        opened[name] = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
        document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=document)
    yield list(opened)
    for name, document in opened.items():
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(document))


@pytest.fixture(scope="module")
def team(organization, contained, widened):
    """From here to the end of this file, the operators of the sandbox are administrators like any other."""
    made = Team(organization)
    organization.attach_policies(operators="subject-to-policies")
    yield made
    organization.attach_policies()


@pytest.fixture(scope="module", params=[Instance, Role, User, Database], ids=lambda kind: kind.__name__)
def resource(request, team):
    return request.param(team)


@pytest.mark.parametrize("key", [*OURS, "securityexception", "SECURITYEXCEPTION", "Quell:Protect"])
def test_an_administrator_neither_sets_nor_creates_with_our_tags(team, resource, key):
    before = resource.tags(team.administrator)
    for tags in ([{"Key": key, "Value": "x"}], [{"Key": "team", "Value": "shop"}, {"Key": key, "Value": ""}]):
        refused("service", resource.set, client=team.administrator, tags=tags)
        refused("service", resource.create, client=team.administrator, tags=tags)
    assert resource.tags(team.administrator) == before


def test_an_administrator_neither_changes_nor_removes_an_exception_and_who_approves_does(team, resource):
    resource.set(team.approver, [TAG])
    refused("service", resource.set, client=team.administrator, tags=[{**TAG, "Value": "Jira-2"}])
    refused("service", resource.remove, client=team.administrator, keys=[TAG["Key"]])
    refused("service", resource.remove, client=team.administrator, keys=["team", TAG["Key"].lower()])
    assert resource.tags(team.administrator)[TAG["Key"]] == TAG["Value"]
    resource.set(team.approver, [{**TAG, "Value": "Jira-2"}])
    resource.create(team.approver, [TAG])
    assert resource.tags(team.administrator)[TAG["Key"]] == "Jira-2"
    resource.remove(team.approver, [TAG["Key"]])
    assert TAG["Key"] not in resource.tags(team.administrator)


def test_other_tags_are_the_teams_own(team, resource):
    resource.set(team.administrator, [{"Key": "team", "Value": "shop"}, {"Key": "SecurityExceptions", "Value": "x"}])
    resource.create(team.administrator, [{"Key": "team", "Value": "shop"}])
    resource.remove(team.administrator, ["team"])
    assert resource.tags(team.administrator) == {"SecurityExceptions": "x"}
    resource.remove(team.administrator, ["SecurityExceptions"])


def test_all_tags_of_an_instance_are_not_deleted_at_once(team):
    made = Instance(team)
    made.set(team.approver, [TAG])
    refused("service", team.administrator("ec2").delete_tags, Resources=[made.id])
    assert made.tags(team.administrator) == {TAG["Key"]: TAG["Value"]}
    team.approver("ec2").delete_tags(Resources=[made.id])
    assert made.tags(team.administrator) == {}


def test_tags_of_buckets_are_for_those_who_approve(team):
    """S3 tells policies nothing of the keys in a request, so nobody else replaces them."""
    name, s3 = unique("bucket"), team.administrator("s3")
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": HOME})
    for tags in ([TAG], [{"Key": "team", "Value": "shop"}]):
        refused("service", s3.put_bucket_tagging, Bucket=name, Tagging={"TagSet": tags})
    team.approver("s3").put_bucket_tagging(Bucket=name, Tagging={"TagSet": [TAG]})
    refused("service", s3.delete_bucket_tagging, Bucket=name)
    assert s3.get_bucket_tagging(Bucket=name)["TagSet"] == [TAG]
    team.approver("s3").delete_bucket_tagging(Bucket=name)
    s3.delete_bucket(Bucket=name)


def test_the_tagging_api_is_no_way_around(team):
    made, api = Instance(team), "resourcegroupstaggingapi"
    arn = f"arn:aws:ec2:{HOME}:{ACCOUNT}:instance/{made.id}"
    refused("service", team.administrator(api).tag_resources, ResourceARNList=[arn], Tags={TAG["Key"]: "x"})
    made.set(team.approver, [TAG])
    refused("service", team.administrator(api).untag_resources, ResourceARNList=[arn], TagKeys=[TAG["Key"]])
    assert made.tags(team.administrator) == {TAG["Key"]: TAG["Value"]}


def test_a_launch_template_brings_no_exception_in_a_version_that_somebody_writes_later(team):
    """The group's service-linked role is beyond the policies; so groups name the version, which cannot change."""
    scaling, group = team.administrator("autoscaling"), unique("web")
    made = team.administrator("ec2").create_launch_template(
        LaunchTemplateName=unique("web"), LaunchTemplateData={"ImageId": "ami-1", "InstanceType": "t3.micro"}
    )["LaunchTemplate"]["LaunchTemplateId"]
    size = {"AutoScalingGroupName": group, "MinSize": 0, "MaxSize": 0, "AvailabilityZones": [f"{HOME}a"]}
    template = {"LaunchTemplateId": made, "Version": "$Latest"}
    refused("service", scaling.create_auto_scaling_group, LaunchTemplate=template, **size)
    scaling.create_auto_scaling_group(LaunchTemplate={**template, "Version": "1"}, **size)
    refused("service", scaling.update_auto_scaling_group, AutoScalingGroupName=group, LaunchTemplate=template)


@pytest.fixture(scope="module")
def quarantined(team, contained):
    """The isolated instance, its interface, the group it had and the group it is on."""
    found = contained["row1-isolate-ec2"]
    [(interface, groups)] = found["interfaces"].items()
    ec2 = team.administrator("ec2", found["account"], found["region"])
    [described] = ec2.describe_network_interfaces(NetworkInterfaceIds=[interface])["NetworkInterfaces"]
    [now] = [each["GroupId"] for each in described["Groups"]]
    assert [now] != groups
    return {"ec2": ec2, "instance": found["instance"], "interface": interface, "former": groups, "group": now}


def test_a_quarantined_instance_is_not_let_out(team, quarantined):
    ec2, instance, interface = quarantined["ec2"], quarantined["instance"], quarantined["interface"]
    former, other = quarantined["former"], ec2.describe_network_interfaces(NetworkInterfaceIds=[interface])
    subnet = other["NetworkInterfaces"][0]["SubnetId"]
    second = ec2.create_network_interface(SubnetId=subnet, Groups=former)["NetworkInterface"]["NetworkInterfaceId"]
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    attempts = [
        (ec2.modify_network_interface_attribute, {"NetworkInterfaceId": interface, "Groups": former}),
        (ec2.modify_instance_attribute, {"InstanceId": instance, "Groups": former}),
        (ec2.modify_instance_attribute, {"InstanceId": instance, "DisableApiTermination": {"Value": False}}),
        (ec2.attach_network_interface, {"InstanceId": instance, "NetworkInterfaceId": second, "DeviceIndex": 1}),
        (ec2.associate_address, {"InstanceId": instance, "AllocationId": address}),
        (ec2.terminate_instances, {"InstanceIds": [instance]}),
        (ec2.delete_tags, {"Resources": [instance, interface], "Tags": [{"Key": "quell:quarantine"}]}),
        (ec2.delete_tags, {"Resources": [instance, interface]}),
        (ec2.create_tags, {"Resources": [instance], "Tags": [{"Key": "quell:quarantine", "Value": ""}]}),
    ]
    for call, arguments in attempts:
        refused("service", call, **arguments)
    ec2.stop_instances(InstanceIds=[instance])
    ec2.start_instances(InstanceIds=[instance])


def test_the_quarantine_group_stays_empty(team, quarantined):
    ec2, group = quarantined["ec2"], quarantined["group"]
    open_to_all = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    for call in (ec2.authorize_security_group_ingress, ec2.authorize_security_group_egress):
        refused("service", call, GroupId=group, IpPermissions=open_to_all)
    refused("service", ec2.delete_security_group, GroupId=group)
    [described] = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
    assert described["IpPermissions"] == described["IpPermissionsEgress"] == []


def test_a_denial_is_not_taken_off(team, contained):
    """Installed before the incident, the policy has no moment in which a new denial does not hold yet."""
    user, role = contained["row2-user"], contained["row2-block-role"]
    iam = team.administrator("iam", user["account"])
    refused("service", iam.detach_user_policy, UserName=user["user"], PolicyArn=DENY_ALL)
    iam.attach_user_policy(UserName=user["user"], PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    iam.detach_user_policy(UserName=user["user"], PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    iam = team.administrator("iam", role["account"])
    refused("service", iam.detach_role_policy, RoleName=role["role"], PolicyArn=DENY_ALL)


def test_response_roles_are_not_changed_and_their_names_not_taken(team):
    iam, name = team.administrator("iam"), "Security-IR-Role-ec2.isolate-instance"
    document, trust = json.dumps(EVERYTHING), NO_TRUST
    attempts = [
        (iam.update_assume_role_policy, {"RoleName": name, "PolicyDocument": trust}),
        (iam.put_role_policy, {"RoleName": name, "PolicyName": "ec2.isolate-instance", "PolicyDocument": document}),
        (iam.delete_role_policy, {"RoleName": name, "PolicyName": "ec2.isolate-instance"}),
        (iam.attach_role_policy, {"RoleName": name, "PolicyArn": DENY_ALL}),
        (iam.tag_role, {"RoleName": name, "Tags": [{"Key": "team", "Value": "shop"}]}),
        (iam.delete_role, {"RoleName": name}),
        (iam.put_role_policy, {"RoleName": team.name, "PolicyName": "all", "PolicyDocument": document}),
        (iam.create_role, {"RoleName": unique("me"), "Path": "/exception-admin/", "AssumeRolePolicyDocument": trust}),
        (iam.create_role, {"RoleName": unique("me"), "Path": "/quell/", "AssumeRolePolicyDocument": trust}),
        (iam.create_role, {"RoleName": unique("stacksets-exec"), "AssumeRolePolicyDocument": trust}),
    ]
    for call, arguments in attempts:
        refused("service", call, **arguments)
    iam.create_role(RoleName=unique("exception-admin"), AssumeRolePolicyDocument=trust)


def test_what_finds_and_forwards_goes_on(team):
    events, name = team.administrator("events"), "quell-forward-guardduty"
    [target] = events.list_targets_by_rule(Rule=name)["Targets"]
    guardduty, config = team.administrator("guardduty"), team.administrator("config")
    [detector] = guardduty.list_detectors()["DetectorIds"]
    [recorder] = config.describe_configuration_recorders()["ConfigurationRecorders"]
    attempts = [
        (events.disable_rule, {"Name": name}),
        (events.put_rule, {"Name": name, "EventPattern": json.dumps({"source": ["nothing"]})}),
        (events.put_targets, {"Rule": name, "Targets": [{**target, "Arn": target["Arn"].replace(SECURITY, ACCOUNT)}]}),
        (events.remove_targets, {"Rule": name, "Ids": [target["Id"]]}),
        (events.delete_rule, {"Name": name, "Force": True}),
        (guardduty.update_detector, {"DetectorId": detector, "Enable": False}),
        (guardduty.delete_detector, {"DetectorId": detector}),
        (config.stop_configuration_recorder, {"ConfigurationRecorderName": recorder["name"]}),
        (config.delete_config_rule, {"ConfigRuleName": "SECURITY_GROUP_OPEN_PROHIBITED"}),
    ]
    for call, arguments in attempts:
        refused("service", call, **arguments)
    assert events.list_targets_by_rule(Rule=name)["Targets"] == [target]
    mine = unique("mine")
    events.put_rule(Name=mine, EventPattern=json.dumps({"source": ["aws.ec2"]}))
    events.delete_rule(Name=mine)


def test_what_answers_in_the_security_account_is_changed_by_the_deployment_only(team):
    events, iam = team.administrator("events", SECURITY), team.administrator("iam", SECURITY)
    rule = {"Name": "quell-contain-compromised-instance", "EventBusName": "quell-findings"}
    pattern = events.describe_rule(**rule)["EventPattern"]
    refused("service", events.put_rule, **rule, EventPattern=json.dumps({"source": ["nothing"]}))
    refused("service", events.delete_rule, **rule, Force=True)
    refused("service", iam.update_assume_role_policy, RoleName="Quell-Engine-Act", PolicyDocument=NO_TRUST)
    refused("service", iam.put_role_policy, RoleName="Quell-Operator", PolicyName="x", PolicyDocument=json.dumps(EVERYTHING))
    team.deployment("events").put_rule(**rule, EventPattern=pattern)


def test_a_response_role_is_taken_by_the_engine_only_even_with_an_open_trust(team, widened):
    for account in (ACCOUNT, SECURITY):
        sts = team.administrator("sts", account)
        for name in widened:
            arn = f"arn:aws:iam::{ACCOUNT}:role/quell/{name}"
            refused(
                "resource", sts.assume_role, RoleArn=arn, RoleSessionName="quell-me", SourceIdentity="quell-me",
                ExternalId=f"quell:{ACCOUNT}",
            )


@pytest.mark.parametrize("name", ["row1-isolate-ec2", "row2-user", "row3-encrypt-bucket", "row6-open-group"])
def test_quell_contains_while_its_operators_are_administrators_like_any_other(organization, team, name):
    before = len(organization.lines())
    [incident] = organization.ask("POST", "incidents", {"names": [name]})
    organization.settle()
    answers = organization.since(before, 1)
    assert [each["Outcome"] for each in answers] == [incident["expected"]], answers
