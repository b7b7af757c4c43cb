"""Every incident's resources are as its name says, and its event is what AWS sends."""

from collections import Counter

import pytest
from conftest import SECURITY, Cloud, refused

OUTCOMES = {"contained", "exempt", "not-applicable", "ignored", "duplicate", "moot"}
EXCEPTION = {"Key": "SecurityException", "Value": "Jira-1234"}


@pytest.fixture(scope="module")
def incidents(cloud: Cloud) -> dict[str, dict]:
    return {each["name"]: each for each in cloud.control("POST", "incidents", {})}


def client(cloud: Cloud, incident: dict, service: str) -> object:
    return cloud.member(service, incident["resources"]["account"], incident["resources"]["region"])


def instance(cloud: Cloud, incident: dict) -> dict:
    describe = client(cloud, incident, "ec2").describe_instances
    return describe(InstanceIds=[incident["resources"]["instance"]])["Reservations"][0]["Instances"][0]


def test_all_of_them_come_in_order(cloud: Cloud, incidents: dict[str, dict]) -> None:
    names = [each["name"] for each in cloud.control("GET", "incidents")]
    assert [each for each in incidents if each not in ("triple-2", "triple-3")] == names
    assert {each["expected"] for each in incidents.values()} == OUTCOMES
    assert {each["resources"]["account"] for each in incidents.values()} == set(
        cloud.ready["organization"]["serviceAccounts"]
    )
    assert {each["resources"]["region"] for each in incidents.values()} == {"eu-central-1", "us-east-1"}


def test_the_named_ones_only(cloud: Cloud) -> None:
    made = cloud.control("POST", "incidents", {"names": ["row7-volume", "row6-open-group"]})
    assert [each["name"] for each in made] == ["row7-volume", "row6-open-group"]


def test_envelopes_are_whole(incidents: dict[str, dict]) -> None:
    members = {"version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail"}
    for each in incidents.values():
        event, resources = each["event"], each["resources"]
        assert set(event) == members
        assert event["region"] == resources["region"]
        detail = event["detail"]
        owner = detail["accountId"] if event["source"] == "aws.guardduty" else detail["awsAccountId"]
        assert owner == resources["account"]
        assert event["account"] in (owner, SECURITY)
        if event["source"] == "aws.config":
            assert event["account"] == owner
            assert detail["messageType"] == "ComplianceChangeNotification"
            assert detail["newEvaluationResult"]["complianceType"] == "NON_COMPLIANT"
    senders = Counter(each["event"]["account"] == SECURITY for each in incidents.values())
    assert senders[True] >= 3


def test_guardduty_and_config_know_what_they_sent(cloud: Cloud, incidents: dict[str, dict]) -> None:
    for each in incidents.values():
        detail = each["event"]["detail"]
        if each["event"]["source"] == "aws.guardduty":
            guardduty = client(cloud, each, "guardduty")
            found = guardduty.get_findings(DetectorId=detail["service"]["detectorId"], FindingIds=[detail["id"]])
            assert [found["Findings"][0]["Arn"], found["Findings"][0]["Type"]] == [detail["arn"], detail["type"]]
            assert found["Findings"][0]["Service"]["Archived"] is False
        else:
            where = {"ResourceType": detail["resourceType"], "ResourceId": detail["resourceId"]}
            found = client(cloud, each, "config").get_compliance_details_by_resource(**where)["EvaluationResults"]
            assert [each["ComplianceType"] for each in found] == ["NON_COMPLIANT"]


@pytest.mark.parametrize("name", ["row1-isolate-ec2", "row1-exempt", "two-interfaces", "target-not-actor", "sample"])
def test_instances_run_with_the_groups_that_are_told(cloud: Cloud, incidents: dict[str, dict], name: str) -> None:
    incident = incidents[name]
    found = instance(cloud, incident)
    assert found["State"]["Name"] == "running"
    enis = {
        each["NetworkInterfaceId"]: [group["GroupId"] for group in each["Groups"]]
        for each in found["NetworkInterfaces"]
    }
    assert enis == incident["resources"]["interfaces"]
    assert len(enis) == (2 if name == "two-interfaces" else 1)
    assert (EXCEPTION in found["Tags"]) is (name == "row1-exempt")
    detail = incident["event"]["detail"]
    assert detail["type"].startswith(("Trojan:EC2/", "Backdoor:EC2/"))
    assert detail["service"]["resourceRole"] == ("TARGET" if name == "target-not-actor" else "ACTOR")
    assert detail["title"].startswith("[SAMPLE]") is (name == "sample")
    assert detail["service"]["additionalInfo"].get("sample", False) is (name == "sample")
    assert detail["resource"]["instanceDetails"]["instanceId"] == found["InstanceId"]


def test_the_balanced_instance_is_scaled_and_balanced(cloud: Cloud, incidents: dict[str, dict]) -> None:
    incident = incidents["balanced-instance"]
    resources = incident["resources"]
    scaling, elb = client(cloud, incident, "autoscaling"), client(cloud, incident, "elbv2")
    (member,) = scaling.describe_auto_scaling_instances(InstanceIds=[resources["instance"]])["AutoScalingInstances"]
    assert (member["AutoScalingGroupName"], member["LifecycleState"]) == (resources["autoScalingGroup"], "InService")
    health = elb.describe_target_health(TargetGroupArn=resources["targetGroup"])["TargetHealthDescriptions"]
    assert resources["instance"] in [each["Target"]["Id"] for each in health]


def test_the_gone_instance_is_terminated(cloud: Cloud, incidents: dict[str, dict]) -> None:
    assert instance(cloud, incidents["gone"])["State"]["Name"] == "terminated"


def test_three_events_carry_one_finding(incidents: dict[str, dict]) -> None:
    three = [incidents[name]["event"] for name in ("triple", "triple-2", "triple-3")]
    assert len({each["id"] for each in three}) == 3
    assert three[0]["detail"] == three[1]["detail"] == three[2]["detail"]


@pytest.mark.parametrize("name", ["row2-block-role", "row2-exempt", "service-linked-role", "sso-role"])
def test_roles_are_what_their_findings_say(cloud: Cloud, incidents: dict[str, dict], name: str) -> None:
    incident = incidents[name]
    role = client(cloud, incident, "iam").get_role(RoleName=incident["resources"]["role"])["Role"]
    details = incident["event"]["detail"]["resource"]["accessKeyDetails"]
    assert (details["userType"], details["userName"]) == ("AssumedRole", role["RoleName"])
    assert details["principalId"].split(":")[0] == role["RoleId"]
    assert (EXCEPTION in role.get("Tags", [])) is (name == "row2-exempt")
    paths = {"service-linked-role": "/aws-service-role/", "sso-role": "/aws-reserved/sso.amazonaws.com/"}
    assert role["Path"].startswith(paths.get(name, "/app/"))


def test_the_user_has_two_active_keys(cloud: Cloud, incidents: dict[str, dict]) -> None:
    incident = incidents["row2-user"]
    iam, name = client(cloud, incident, "iam"), incident["resources"]["user"]
    keys = iam.list_access_keys(UserName=name)["AccessKeyMetadata"]
    assert [(each["AccessKeyId"], each["Status"]) for each in keys] == [
        (key, "Active") for key in incident["resources"]["accessKeys"]
    ]
    details = incident["event"]["detail"]["resource"]["accessKeyDetails"]
    assert details["principalId"] == iam.get_user(UserName=name)["User"]["UserId"]
    assert details["accessKeyId"] == keys[0]["AccessKeyId"]
    root = incidents["root-credentials"]["event"]["detail"]["resource"]["accessKeyDetails"]
    assert (root["userType"], root["principalId"]) == ("Root", incidents["root-credentials"]["resources"]["account"])


@pytest.mark.parametrize("suffix", ["", "-exempt"])
def test_buckets_are_open_as_told(cloud: Cloud, incidents: dict[str, dict], suffix: str) -> None:
    names = ("row3-encrypt-bucket", "row4-public-read", "row5-public-write")
    for row, name in enumerate(names, start=3):
        incident = incidents[f"row{row}-exempt" if suffix else name]
        s3, bucket = client(cloud, incident, "s3"), incident["resources"]["bucket"]
        grants = s3.get_bucket_acl(Bucket=bucket)["Grants"]
        public = {each["Permission"] for each in grants if each["Grantee"].get("URI", "").endswith("/AllUsers")}
        assert public == [set(), {"READ"}, {"READ", "WRITE"}][row - 3]
        with refused("ServerSideEncryptionConfigurationNotFoundError"):
            s3.get_bucket_encryption(Bucket=bucket)
        if suffix:
            assert s3.get_bucket_tagging(Bucket=bucket)["TagSet"] == [EXCEPTION]


@pytest.mark.parametrize(
    ("name", "world"),
    [
        ("row6-open-group", {"0.0.0.0/0", "::/0"}),
        ("row6-exempt", {"0.0.0.0/0", "::/0"}),
        ("split-ranges", {"0.0.0.0/1", "128.0.0.0/1"}),
    ],
)
def test_groups_are_open_and_have_an_unrelated_range(
    cloud: Cloud, incidents: dict[str, dict], name: str, world: set[str]
) -> None:
    incident = incidents[name]
    filters = [{"Name": "group-id", "Values": [incident["resources"]["securityGroup"]]}]
    found = client(cloud, incident, "ec2").describe_security_group_rules(Filters=filters)["SecurityGroupRules"]
    ingress = [each for each in found if not each["IsEgress"]]
    assert all(each["Description"] for each in ingress)
    ranges = [each.get("CidrIpv4") or each["CidrIpv6"] for each in ingress if each["FromPort"] == 22]
    assert set(ranges) == world | {"10.0.0.0/8"}
    groups = client(cloud, incident, "ec2").describe_security_groups(GroupIds=filters[0]["Values"])["SecurityGroups"]
    assert (EXCEPTION in groups[0]["Tags"]) is (name == "row6-exempt")


@pytest.mark.parametrize("suffix", ["", "-exempt"])
def test_storage_is_not_encrypted(cloud: Cloud, incidents: dict[str, dict], suffix: str) -> None:
    volume = incidents[f"row7{suffix or '-volume'}"]
    (found,) = client(cloud, volume, "ec2").describe_volumes(VolumeIds=[volume["resources"]["volume"]])["Volumes"]
    assert (found["Encrypted"], EXCEPTION in found["Tags"]) == (False, bool(suffix))
    database = incidents[f"row8{suffix or '-rds'}"]
    filters = [{"Name": "dbi-resource-id", "Values": [database["event"]["detail"]["resourceId"]]}]
    (found,) = client(cloud, database, "rds").describe_db_instances(Filters=filters)["DBInstances"]
    assert (found["StorageEncrypted"], EXCEPTION in found["TagList"]) == (False, bool(suffix))
