"""Config records what changes, evaluates its rules, and tells of every change of compliance."""

import json
import time
from typing import Any
from uuid import uuid4

import pytest
from conftest import ONE, SECURITY, TWO, Bare, refused

GROUP = "AWS::EC2::SecurityGroup"
OPEN = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22}


@pytest.fixture(scope="module")
def account(bare: Bare) -> dict[str, Any]:
    """An account with a recorder, rules, and a queue that hears of compliance: all from one stack."""
    name = f"cfg{uuid4().hex[:6]}"
    bus = bare.operator("events", SECURITY).create_event_bus(Name=name)["EventBusArn"]
    told = bare.stack(f"{name}-service", "service.yaml", TWO, BusArn=bus, Code=bare.code(TWO), Prefix=name)
    assert told["status"] == "CREATE_COMPLETE", told["failures"]
    return {**told, "name": name, "function": f"{name}-groups"}


@pytest.fixture
def group(bare: Bare) -> str:
    ec2 = bare.operator("ec2", TWO)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    tags = [{"ResourceType": "security-group", "Tags": [{"Key": "team", "Value": "blue"}]}]
    made = ec2.create_security_group(GroupName="web", Description="For the web", VpcId=vpc, TagSpecifications=tags)
    ranges = {"IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "all"}], "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}
    pairs = {"UserIdGroupPairs": [{"GroupId": made["GroupId"]}]}
    permissions = [{**OPEN, **ranges}, {"IpProtocol": "-1", **pairs}]
    ec2.authorize_security_group_ingress(GroupId=made["GroupId"], IpPermissions=permissions)
    return made["GroupId"]


def change(bare: Bare, kind: str, resource: str, account: str = TWO, **more: Any) -> dict[str, Any]:
    where = {"account": account, "region": "eu-central-1", "resourceType": kind, "resourceId": resource}
    answer = bare.control("POST", "configuration-items", {**where, **more})
    assert bare.control("POST", "drain", {})["finished"]
    return answer


def events(bare: Bare, function: str, mark: str, wanted: int = 1) -> list[dict[str, Any]]:
    """What the function was invoked with, of those events that have the mark.

    The emulator hands on what a function writes a little later than its answer: it is waited for.
    """
    for _ in range(50):
        lines = [each.removeprefix("event ") for each in bare.lines(function) if each.startswith("event ") and mark in each]
        if len(lines) >= wanted:
            break
        time.sleep(0.1)
    return [json.loads(each) for each in lines]


def test_a_changed_group_comes_to_the_function_of_its_rule(bare: Bare, account: dict[str, Any], group: str) -> None:
    answer = change(bare, GROUP, group)
    assert answer["rules"] == [f"{account['name']}-open-groups"]
    (event,) = events(bare, account["function"], group)
    assert (event["configRuleName"], event["accountId"]) == (f"{account['name']}-open-groups", TWO)
    assert event["configRuleArn"].endswith(event["configRuleId"]) and event["version"] == "1.0"
    assert (json.loads(event["ruleParameters"]), event["eventLeftScope"]) == ({"ports": "22,3389"}, False)
    assert event["executionRoleArn"].startswith(f"arn:aws:iam::{TWO}:role/aws-service-role/")
    invoking = json.loads(event["invokingEvent"])
    assert invoking["messageType"] == "ConfigurationItemChangeNotification"
    item = invoking["configurationItem"]
    assert (item["resourceId"], item["resourceType"], item["awsAccountId"]) == (group, GROUP, TWO)
    assert (item["configurationItemStatus"], item["tags"]) == ("ResourceDiscovered", {"team": "blue"})
    assert item["ARN"] == f"arn:aws:ec2:eu-central-1:{TWO}:security-group/{group}"
    configuration = item["configuration"]
    assert (configuration["groupId"], configuration["groupName"]) == (group, "web")
    tcp, every = sorted(configuration["ipPermissions"], key=lambda each: each["ipProtocol"], reverse=True)
    assert (tcp["fromPort"], tcp["toPort"], tcp["ipProtocol"]) == (22, 22, "tcp")
    assert tcp["ipv4Ranges"] == [{"cidrIp": "0.0.0.0/0", "description": "all"}]
    assert (tcp["ipRanges"], tcp["ipv6Ranges"]) == (["0.0.0.0/0"], [{"cidrIpv6": "::/0"}])
    assert every["userIdGroupPairs"][0]["groupId"] == group and "fromPort" not in every


def test_an_oversized_item_must_be_fetched(bare: Bare, account: dict[str, Any], group: str) -> None:
    change(bare, GROUP, group, oversized=True)
    (event,) = events(bare, account["function"], group)
    invoking = json.loads(event["invokingEvent"])
    assert invoking["messageType"] == "OversizedConfigurationItemChangeNotification"
    assert "configurationItem" not in invoking
    summary = invoking["configurationItemSummary"]
    assert (summary["resourceId"], summary["changeType"]) == (group, "CREATE")
    assert "configuration" not in summary
    config = bare.operator("config", TWO)
    (kept,) = config.get_resource_config_history(resourceType=GROUP, resourceId=group)["configurationItems"]
    assert json.loads(kept["configuration"])["groupId"] == group
    assert (kept["accountId"], kept["configurationItemStatus"]) == (TWO, "ResourceDiscovered")
    with refused("ResourceNotDiscoveredException"):
        config.get_resource_config_history(resourceType=GROUP, resourceId="sg-0")


def test_a_deleted_group_left_the_scope(bare: Bare, account: dict[str, Any], group: str) -> None:
    change(bare, GROUP, group)
    bare.operator("ec2", TWO).delete_security_group(GroupId=group)
    assert change(bare, GROUP, group)["error"] == "ResourceNotDiscoveredException"
    change(bare, GROUP, group, deleted=True)
    event = events(bare, account["function"], group)[-1]
    item = json.loads(event["invokingEvent"])["configurationItem"]
    assert event["eventLeftScope"] is True
    assert (item["configurationItemStatus"], item["configuration"]) == ("ResourceDeleted", None)


def test_a_schedule_has_no_item(bare: Bare, account: dict[str, Any]) -> None:
    rule = f"{account['name']}-open-groups"
    before = len(events(bare, account["function"], "ScheduledNotification", wanted=0))
    assert bare.control("POST", "scheduled-rules", {"account": TWO, "region": "eu-central-1", "rule": rule}) == {}
    assert bare.control("POST", "drain", {})["finished"]
    event = events(bare, account["function"], "ScheduledNotification", before + 1)[before]
    invoking = json.loads(event["invokingEvent"])
    assert (invoking["messageType"], invoking["awsAccountId"]) == ("ScheduledNotification", TWO)
    other = {"account": TWO, "region": "eu-central-1", "rule": f"{account['name']}-buckets"}
    assert bare.control("POST", "scheduled-rules", other)["error"] == "ValidationException"


def test_the_token_of_an_event_records_compliance_and_a_change_is_told(
    bare: Bare, account: dict[str, Any], group: str
) -> None:
    change(bare, GROUP, group)
    (event,) = events(bare, account["function"], group)
    config, rule, url = bare.operator("config", TWO), event["configRuleName"], hears(bare, event["configRuleName"])

    def put(compliance: str, **more: Any) -> None:
        item = json.loads(event["invokingEvent"])["configurationItem"]
        moment = item["configurationItemCaptureTime"]
        evaluation = {"ComplianceResourceType": GROUP, "ComplianceResourceId": group, "OrderingTimestamp": moment}
        config.put_evaluations(
            ResultToken=event["resultToken"], Evaluations=[{**evaluation, "ComplianceType": compliance, **more}]
        )

    put("NON_COMPLIANT", Annotation="22 is open")
    put("NON_COMPLIANT")
    put("COMPLIANT")
    first, second = heard(bare, url)
    assert first["detail-type"] == "Config Rules Compliance Change"
    assert (first["detail"]["configRuleName"], first["detail"]["resourceId"]) == (rule, group)
    assert first["detail"]["configRuleARN"] == event["configRuleArn"]
    assert first["detail"]["newEvaluationResult"]["annotation"] == "22 is open"
    assert second["detail"]["oldEvaluationResult"]["complianceType"] == "NON_COMPLIANT"
    for wrong in ("invented", event["resultToken"][:-1]):
        with refused("InvalidResultTokenException"):
            config.put_evaluations(ResultToken=wrong, Evaluations=[])
    # Another account or Region may have a rule of the same name: the token is not for that one.
    source = {"Owner": "AWS", "SourceIdentifier": "ENCRYPTED_VOLUMES"}
    for account_id, region in ((ONE, "eu-central-1"), (TWO, "us-east-1")):
        other = bare.operator("config", account_id, region)
        other.put_config_rule(ConfigRule={"ConfigRuleName": rule, "Source": source})
        with refused("InvalidResultTokenException"):
            other.put_evaluations(ResultToken=event["resultToken"], Evaluations=[])
        other.delete_config_rule(ConfigRuleName=rule)


def hears(bare: Bare, rule: str) -> str:
    """The URL of a new queue that gets the events of a rule's compliance."""
    name, sqs, events = f"hears-{uuid4().hex[:6]}", bare.operator("sqs", TWO), bare.operator("events", TWO)
    arn = f"arn:aws:sqs:eu-central-1:{TWO}:{name}"
    statement = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage"}
    statement |= {"Resource": arn, "Condition": {"StringEquals": {"aws:SourceAccount": TWO}}}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    url = sqs.create_queue(QueueName=name, Attributes={"Policy": policy})["QueueUrl"]
    pattern = {"source": ["aws.config"], "detail": {"configRuleName": [rule]}}
    events.put_rule(Name=name, EventPattern=json.dumps(pattern))
    events.put_targets(Rule=name, Targets=[{"Id": "1", "Arn": arn}])
    return url


def heard(bare: Bare, url: str) -> list[dict[str, Any]]:
    assert bare.control("POST", "drain", {})["finished"]
    answer = bare.operator("sqs", TWO).receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    found = [json.loads(each["Body"]) for each in answer.get("Messages", [])]
    return sorted(found, key=lambda each: "oldEvaluationResult" in each["detail"])


def compliance(bare: Bare, rule: str, resource: str) -> str | None:
    results = bare.operator("config", TWO).get_compliance_details_by_config_rule(ConfigRuleName=rule)
    for each in results["EvaluationResults"]:
        if each["EvaluationResultIdentifier"]["EvaluationResultQualifier"]["ResourceId"] == resource:
            return each["ComplianceType"]
    return None


def managed(bare: Bare, identifier: str, **parameters: str) -> str:
    name, config = f"managed-{uuid4().hex[:6]}", bare.operator("config", TWO)
    rule = {"ConfigRuleName": name, "Source": {"Owner": "AWS", "SourceIdentifier": identifier}}
    config.put_config_rule(ConfigRule={**rule, "InputParameters": json.dumps(parameters)})
    return name


def test_volumes_are_evaluated_when_they_are_attached(bare: Bare, account: dict[str, Any]) -> None:
    ec2, rule = bare.operator("ec2", TWO), f"{account['name']}-volumes"
    instance = ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
    for device, encrypted, expected in (("/dev/sdf", False, "NON_COMPLIANT"), ("/dev/sdg", True, "COMPLIANT")):
        volume = ec2.create_volume(AvailabilityZone="eu-central-1a", Size=1, Encrypted=encrypted)["VolumeId"]
        assert change(bare, "AWS::EC2::Volume", volume)["rules"] == [rule]
        assert compliance(bare, rule, volume) == "NOT_APPLICABLE"
        ec2.attach_volume(Device=device, InstanceId=instance, VolumeId=volume)
        item = change(bare, "AWS::EC2::Volume", volume)["item"]
        assert item["configuration"]["encrypted"] is encrypted
        assert item["relationships"][0]["resourceId"] == instance
        assert compliance(bare, rule, volume) == expected


def test_databases_are_evaluated_by_their_resource_id(bare: Bare, account: dict[str, Any]) -> None:
    rds, rule = bare.operator("rds", TWO), managed(bare, "RDS_STORAGE_ENCRYPTED")
    how = {"DBInstanceClass": "db.t3.micro", "Engine": "postgres", "AllocatedStorage": 20}
    how |= {"MasterUsername": "owner", "MasterUserPassword": "password1"}
    for encrypted, expected in ((False, "NON_COMPLIANT"), (True, "COMPLIANT")):
        name = f"db-{uuid4().hex[:6]}"
        made = rds.create_db_instance(DBInstanceIdentifier=name, StorageEncrypted=encrypted, **how)["DBInstance"]
        answer = change(bare, "AWS::RDS::DBInstance", made["DbiResourceId"])
        assert rule in answer["rules"] and answer["item"]["resourceName"] == name
        assert compliance(bare, rule, made["DbiResourceId"]) == expected


@pytest.fixture
def bucket(bare: Bare) -> str:
    name = f"bucket-{uuid4().hex[:10]}"
    where = {"LocationConstraint": "eu-central-1"}
    bare.operator("s3", TWO).create_bucket(Bucket=name, CreateBucketConfiguration=where)
    return name


def test_the_encryption_of_buckets(bare: Bare, account: dict[str, Any], bucket: str) -> None:
    s3, rule = bare.operator("s3", TWO), f"{account['name']}-buckets"
    url = hears(bare, rule)
    change(bare, "AWS::S3::Bucket", bucket)
    assert compliance(bare, rule, bucket) == "NON_COMPLIANT"
    statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{bucket}/*"}
    header = {"Null": {"s3:x-amz-server-side-encryption": "true"}}
    for condition, expected in ((header, "COMPLIANT"), ({"Bool": {"aws:SecureTransport": "false"}}, "NON_COMPLIANT")):
        policy = json.dumps({"Version": "2012-10-17", "Statement": [{**statement, "Condition": condition}]})
        s3.put_bucket_policy(Bucket=bucket, Policy=policy)
        change(bare, "AWS::S3::Bucket", bucket)
        assert compliance(bare, rule, bucket) == expected
    rules = [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": rules})
    change(bare, "AWS::S3::Bucket", bucket)
    assert compliance(bare, rule, bucket) == "COMPLIANT"
    assert len(heard(bare, url)) == 4


@pytest.mark.parametrize("word", ["READ", "WRITE"])
def test_public_buckets(bare: Bare, account: dict[str, Any], bucket: str, word: str) -> None:
    s3, rule = bare.operator("s3", TWO), managed(bare, f"S3_BUCKET_PUBLIC_{word}_PROHIBITED")

    def is_public() -> bool:
        change(bare, "AWS::S3::Bucket", bucket)
        return compliance(bare, rule, bucket) == "NON_COMPLIANT"

    assert not is_public()
    everyone = 'uri="http://acs.amazonaws.com/groups/global/AllUsers"'
    s3.put_bucket_acl(Bucket=bucket, **{"GrantRead" if word == "READ" else "GrantWrite": everyone})
    assert is_public()
    block = {"BlockPublicAcls": False, "BlockPublicPolicy": False}
    block |= {"IgnorePublicAcls": True, "RestrictPublicBuckets": False}
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=block)
    assert not is_public()
    action = "s3:GetObject" if word == "READ" else "s3:PutObject"
    statement = {"Effect": "Allow", "Principal": "*", "Action": action, "Resource": f"arn:aws:s3:::{bucket}/*"}
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    assert is_public()
    s3.put_public_access_block(
        Bucket=bucket, PublicAccessBlockConfiguration={**block, "RestrictPublicBuckets": True}
    )
    assert not is_public()


def test_evaluations_can_be_started_again(bare: Bare, account: dict[str, Any], bucket: str) -> None:
    change(bare, "AWS::S3::Bucket", bucket)
    rule = managed(bare, "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED")
    assert compliance(bare, rule, bucket) is None
    bare.operator("config", TWO).start_config_rules_evaluation(ConfigRuleNames=[rule])
    assert compliance(bare, rule, bucket) == "NON_COMPLIANT"


def test_nothing_is_recorded_where_no_recorder_is_on(bare: Bare, account: dict[str, Any]) -> None:
    name = f"b-{uuid4().hex[:8]}"
    answer = change(bare, "AWS::S3::Bucket", name, account="333333333333")
    assert answer["error"] == "NoRunningConfigurationRecorderException"
    config, name = bare.operator("config", TWO), f"b-{uuid4().hex[:8]}"
    (whole,) = config.describe_configuration_recorders()["ConfigurationRecorders"]
    groups = {"recordingGroup": {"allSupported": False, "resourceTypes": [GROUP]}}
    config.put_configuration_recorder(ConfigurationRecorder={**whole, **groups})
    assert change(bare, "AWS::S3::Bucket", name)["error"] == "NoRunningConfigurationRecorderException"
    config.put_configuration_recorder(ConfigurationRecorder=whole)
    assert change(bare, "AWS::S3::Bucket", name)["error"] == "ResourceNotDiscoveredException"


def test_a_rule_whose_function_does_not_let_config_is_told(bare: Bare, account: dict[str, Any], group: str) -> None:
    client, statement = bare.operator("lambda", TWO), account["resources"]["MayInvoke"]
    client.remove_permission(FunctionName=account["function"], StatementId=statement)
    answer = change(bare, GROUP, group)
    assert answer["error"] == "InsufficientPermissionsException"
    about = {"FunctionName": account["function"], "Principal": "config.amazonaws.com", "SourceAccount": TWO}
    client.add_permission(StatementId=statement, Action="lambda:InvokeFunction", **about)
    assert "error" not in change(bare, GROUP, group)


def test_a_channel_needs_a_bucket_that_lets_config_in(bare: Bare, account: dict[str, Any]) -> None:
    config, s3 = bare.operator("config", TWO), bare.operator("s3", TWO)
    (channel,) = config.describe_delivery_channels()["DeliveryChannels"]
    config.put_delivery_channel(DeliveryChannel=channel)
    whole = json.loads(s3.get_bucket_policy(Bucket=channel["s3BucketName"])["Policy"])
    try:
        for action in ("s3:GetBucketAcl", "s3:ListBucket", "s3:PutObject"):
            less = json.loads(json.dumps(whole))
            for each in less["Statement"]:
                actions = [each["Action"]] if isinstance(each["Action"], str) else each["Action"]
                each["Action"] = [name for name in actions if name != action] or ["s3:GetObject"]
            s3.put_bucket_policy(Bucket=channel["s3BucketName"], Policy=json.dumps(less))
            with refused("InsufficientDeliveryPolicyException"):
                config.put_delivery_channel(DeliveryChannel=channel)
    finally:
        s3.put_bucket_policy(Bucket=channel["s3BucketName"], Policy=json.dumps(whole))
    with refused("NoSuchBucketException"):
        config.put_delivery_channel(DeliveryChannel={**channel, "s3BucketName": "no-such-bucket"})


def test_the_topic_of_a_channel_hears_of_items_when_it_lets_config(
    bare: Bare, account: dict[str, Any], group: str
) -> None:
    config, sns = bare.operator("config", TWO), bare.operator("sns", TWO)
    topic = sns.create_topic(Name=f"items-{uuid4().hex[:8]}")["TopicArn"]
    (channel,) = config.describe_delivery_channels()["DeliveryChannels"]
    config.put_delivery_channel(DeliveryChannel={**channel, "snsTopicARN": topic})
    try:
        answer = change(bare, GROUP, group)
        assert (answer["published"], answer["refused"]) == ([], [topic])
        config_only = {"Service": "config.amazonaws.com"}
        allow = {"Effect": "Allow", "Principal": config_only, "Action": "sns:Publish", "Resource": topic}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
        sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=policy)
        answer = change(bare, GROUP, group)
        assert (answer["published"], answer["refused"]) == ([topic], [])
        (message,) = bare.control("GET", f"messages?topic={topic}")
        assert json.loads(message["message"])["configurationItem"]["resourceId"] == group
    finally:
        config.put_delivery_channel(DeliveryChannel=channel)
