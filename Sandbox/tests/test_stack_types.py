"""Every type that stacks can use makes the real thing, with every property that the template gives it."""

import json
from typing import Any
from uuid import uuid4

import pytest
from conftest import ONE, SECURITY, TWO, Bare, refused


@pytest.fixture(scope="module")
def security(bare: Bare) -> dict[str, Any]:
    name = f"sec{uuid4().hex[:6]}"
    told = bare.stack(
        name,
        "security.yaml",
        SECURITY,
        Organization="o-quell01234",
        ServiceAccounts=f"{ONE},{TWO}",
        AlarmEmail="people@example.com",
    )
    assert told["status"] == "CREATE_COMPLETE", told["failures"]
    return {**told, "name": name}


@pytest.fixture(scope="module")
def service(bare: Bare, security: dict[str, Any]) -> dict[str, Any]:
    arn, name = security["outputs"]["BusArn"], security["name"]
    told = bare.stack(f"{name}-service", "service.yaml", BusArn=arn, Code=bare.code(), Prefix=name)
    assert told["status"] == "CREATE_COMPLETE", told["failures"]
    return told


def test_outputs_and_references(security: dict[str, Any]) -> None:
    outputs, made, name = security["outputs"], security["resources"], security["name"]
    assert (outputs["SecondRegion"], outputs["LastWord"]) == ("us-east-1", "quell01234")
    assert outputs["Mail"] == "people@example.com"
    policy = f"arn:aws:iam::{SECURITY}:policy/security/{name}-boundary"
    assert outputs["Names"] == f"{name}-bus|{made['Forwarded'].partition('|')[2]}|{name}-actions|{policy}|true"
    assert "Detector" not in made
    assert made["Isolate"] == f"arn:aws:securityhub:eu-central-1:{SECURITY}:action/custom/{name}Isolate"


def test_buses_and_their_policies(bare: Bare, security: dict[str, Any]) -> None:
    bus = bare.operator("events", SECURITY).describe_event_bus(Name=security["resources"]["Bus"])
    assert bus["Description"] == "Takes the events of the service accounts"
    first, second = json.loads(bus["Policy"])["Statement"]
    assert (first["Sid"], second["Sid"], second["Effect"]) == ("Organization", "NoDirectEvents", "Deny")
    assert first["Condition"]["StringEquals"]["aws:PrincipalAccount"] == [ONE, TWO]
    assert first["Condition"]["Bool"] == {"events:eventBusInvocation": "true"}


def test_rules_and_targets(bare: Bare, security: dict[str, Any], service: dict[str, Any]) -> None:
    events, made = bare.operator("events", SECURITY), security["resources"]
    bus, _, name = made["Forwarded"].partition("|")
    rule = events.describe_rule(Name=name, EventBusName=bus)
    assert json.loads(rule["EventPattern"])["account"] == [ONE, TWO]
    assert rule["State"] == "ENABLED"
    (target,) = events.list_targets_by_rule(Rule=name, EventBusName=bus)["Targets"]
    assert target["RetryPolicy"] == {"MaximumRetryAttempts": 185, "MaximumEventAgeInSeconds": 86400}
    assert target["DeadLetterConfig"]["Arn"].endswith(made["DeadLetters"].rpartition("/")[2])
    forward = bare.operator("events").list_targets_by_rule(Rule=service["resources"]["Forward"])["Targets"]
    assert forward[0]["RoleArn"] == f"arn:aws:iam::{ONE}:role/{security['name']}-forward"
    pattern = json.loads(events.describe_rule(Name=made["CustomActions"])["EventPattern"])
    assert pattern["resources"] == [made["Isolate"]]


def test_queues(bare: Bare, security: dict[str, Any]) -> None:
    sqs, made = bare.operator("sqs", SECURITY), security["resources"]
    attributes = sqs.get_queue_attributes(QueueUrl=made["Incoming"], AttributeNames=["All"])["Attributes"]
    assert attributes["VisibilityTimeout"] == "30"
    assert json.loads(attributes["RedrivePolicy"])["maxReceiveCount"] == 3
    assert json.loads(attributes["Policy"])["Statement"][0]["Principal"] == {"Service": "events.amazonaws.com"}
    dead = sqs.get_queue_attributes(QueueUrl=made["DeadLetters"], AttributeNames=["All"])["Attributes"]
    assert (dead["MessageRetentionPeriod"], dead["SqsManagedSseEnabled"]) == ("1209600", "true")


def test_topics_and_subscriptions(bare: Bare, security: dict[str, Any]) -> None:
    sns, arn = bare.operator("sns", SECURITY), security["outputs"]["Topic"]
    attributes = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    assert (attributes["DisplayName"], attributes["KmsMasterKeyId"]) == ("Security alerts", "alias/aws/sns")
    assert json.loads(attributes["Policy"])["Statement"][0]["Sid"] == "Alarms"
    subscription = sns.get_subscription_attributes(SubscriptionArn=security["resources"]["AlertsByMail"])["Attributes"]
    assert json.loads(subscription["FilterPolicy"]) == {"severity": ["high"]}
    (inline,) = sns.list_subscriptions_by_topic(TopicArn=security["resources"]["Mailbox"])["Subscriptions"]
    assert (inline["Protocol"], inline["Endpoint"]) == ("email", "people@example.com")
    assert sns.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "purpose", "Value": "security"}]


def test_tables(bare: Bare, security: dict[str, Any]) -> None:
    dynamo, name = bare.operator("dynamodb", SECURITY), security["resources"]["Ledger"]
    table = dynamo.describe_table(TableName=name)["Table"]
    assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert [each["IndexName"] for each in table["GlobalSecondaryIndexes"]] == ["by-due"]
    assert (table["DeletionProtectionEnabled"], table["SSEDescription"]["Status"]) == (False, "ENABLED")
    backups = dynamo.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
    dynamo.put_item(TableName=name, Item={"pk": {"S": "a"}, "sk": {"S": "b"}, "due": {"N": "1"}})
    assert dynamo.get_item(TableName=name, Key={"pk": {"S": "a"}, "sk": {"S": "b"}})["Item"]["due"] == {"N": "1"}


def test_alarms_and_dashboards(bare: Bare, security: dict[str, Any]) -> None:
    watch, made = bare.operator("cloudwatch", SECURITY), security["resources"]
    backlog, rate = (
        watch.describe_alarms(AlarmNames=[made[each]])["MetricAlarms"][0] for each in ("Backlog", "Rate")
    )
    queue = made["DeadLetters"].rpartition("/")[2]
    assert backlog["AlarmDescription"] == f"Messages in {queue}"
    assert backlog["Dimensions"] == [{"Name": "QueueName", "Value": queue}]
    assert (backlog["TreatMissingData"], backlog["DatapointsToAlarm"]) == ("notBreaching", 1)
    assert backlog["AlarmActions"] == backlog["OKActions"] == [security["outputs"]["Topic"]]
    returned = {each["Id"]: each["ReturnData"] for each in rate["Metrics"]}
    assert returned == {"rate": True, "errors": False, "calls": False}
    board = json.loads(watch.get_dashboard(DashboardName=made["Dashboard"])["DashboardBody"])
    assert board["widgets"][0]["properties"]["metrics"][0][3] == made["Incoming"].rpartition("/")[2]


def test_an_alarm_tells_a_topic_that_lets_it(bare: Bare, security: dict[str, Any]) -> None:
    topic = security["outputs"]["Topic"]
    where = {"account": SECURITY, "region": "eu-central-1", "name": security["resources"]["Backlog"]}
    assert bare.control("POST", "alarms", {**where, "state": "ALARM"}) == {"published": [topic], "refused": []}
    last = bare.control("GET", f"messages?topic={topic}")[-1]
    assert json.loads(last["message"])["NewStateValue"] == "ALARM"
    sns = bare.operator("sns", SECURITY)
    before = sns.get_topic_attributes(TopicArn=topic)["Attributes"]["Policy"]
    other = before.replace("cloudwatch.amazonaws.com", "events.amazonaws.com")
    sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=other)
    assert bare.control("POST", "alarms", {**where, "state": "OK"}) == {"published": [], "refused": [topic]}
    sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=before)


def test_roles_and_policies(bare: Bare, security: dict[str, Any]) -> None:
    iam, name = bare.operator("iam", SECURITY), security["resources"]["Role"]
    role = iam.get_role(RoleName=name)["Role"]
    assert role["Arn"] == f"arn:aws:iam::{SECURITY}:role/security/{name}"
    assert (role["MaxSessionDuration"], role["Description"]) == (7200, "Works")
    assert role["PermissionsBoundary"]["PermissionsBoundaryArn"] == security["resources"]["Boundary"]
    assert iam.list_role_tags(RoleName=name)["Tags"] == [{"Key": "purpose", "Value": "security"}]
    (attached,) = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    assert attached["PolicyName"] == "ReadOnlyAccess"
    document = iam.get_role_policy(RoleName=name, PolicyName="write")["PolicyDocument"]
    assert document["Statement"][0]["Resource"].endswith(f"table/{security['resources']['Ledger']}")


def test_security_hub(bare: Bare, security: dict[str, Any]) -> None:
    hub = bare.operator("securityhub", SECURITY)
    assert hub.describe_hub()["HubArn"] == security["resources"]["Hub"]
    (target,) = hub.describe_action_targets(ActionTargetArns=[security["resources"]["Isolate"]])["ActionTargets"]
    assert (target["Name"], target["Description"]) == ("Isolate", "Isolates the instance")


def test_buckets(bare: Bare, service: dict[str, Any]) -> None:
    s3, name = bare.operator("s3"), service["resources"]["Records"]
    rule = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"][0]
    assert rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    assert all(s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"].values())
    (lifecycle,) = s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"]
    assert (lifecycle["ID"], lifecycle["Expiration"], lifecycle["Status"]) == ("old", {"Days": 365}, "Enabled")
    assert lifecycle["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 7}
    assert lifecycle["NoncurrentVersionExpiration"] == {"NoncurrentDays": 30}
    assert s3.get_bucket_versioning(Bucket=name)["Status"] == "Enabled"
    ownership = s3.get_bucket_ownership_controls(Bucket=name)["OwnershipControls"]["Rules"]
    assert ownership == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    statements = json.loads(s3.get_bucket_policy(Bucket=name)["Policy"])["Statement"]
    assert [each["Resource"] for each in statements] == [f"arn:aws:s3:::{name}/*", f"arn:aws:s3:::{name}"]


def test_config(bare: Bare, service: dict[str, Any]) -> None:
    config, made = bare.operator("config"), service["resources"]
    (recorder,) = config.describe_configuration_recorders()["ConfigurationRecorders"]
    linked = f"arn:aws:iam::{ONE}:role/aws-service-role/config.amazonaws.com/{made['Linked']}"
    assert (recorder["name"], recorder["roleARN"]) == ("default", linked)
    assert "AWS::EC2::SecurityGroup" in recorder["recordingGroup"]["resourceTypes"]
    (status,) = config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"]
    assert status["recording"] is True
    (channel,) = config.describe_delivery_channels()["DeliveryChannels"]
    assert channel["s3BucketName"] == made["Records"]
    assert channel["configSnapshotDeliveryProperties"] == {"deliveryFrequency": "TwentyFour_Hours"}
    names = [made[each] for each in ("OpenGroups", "Volumes", "Buckets")]
    rules = config.describe_config_rules(ConfigRuleNames=names)["ConfigRules"]
    custom = next(each for each in rules if each["ConfigRuleName"] == made["OpenGroups"])
    assert json.loads(custom["InputParameters"]) == {"ports": "22,3389"}
    assert custom["Scope"] == {"ComplianceResourceTypes": ["AWS::EC2::SecurityGroup"]}
    assert len(custom["Source"]["SourceDetails"]) == 3
    assert custom["ConfigRuleId"] == service["outputs"]["RuleId"]


def test_everything_goes_with_the_stack(bare: Bare) -> None:
    name = f"gone{uuid4().hex[:6]}"
    parameters = {"Organization": "o-quell01234", "ServiceAccounts": ONE, "CreateHub": "false"}
    told = bare.stack(name, "security.yaml", SECURITY, **parameters)
    assert told["status"] == "CREATE_COMPLETE", told["failures"]
    assert not {"AlertsByMail", "Mailbox", "Hub"} & set(told["resources"])
    bare.operator("cloudformation", SECURITY).delete_stack(StackName=name)
    assert bare.told(told["id"], SECURITY)["status"] == "DELETE_COMPLETE"

    def operator(service: str) -> Any:
        return bare.operator(service, SECURITY)

    with refused("ResourceNotFoundException"):
        operator("events").describe_event_bus(Name=f"{name}-bus")
    assert f"{name}-actions" not in [each["Name"] for each in operator("events").list_rules()["Rules"]]
    assert not any(name in url for url in operator("sqs").list_queues().get("QueueUrls", []))
    assert not any(name in each["TopicArn"] for each in operator("sns").list_topics()["Topics"])
    assert f"{name}-ledger" not in operator("dynamodb").list_tables()["TableNames"]
    assert not operator("cloudwatch").describe_alarms(AlarmNamePrefix=name)["MetricAlarms"]
    assert not operator("cloudwatch").list_dashboards(DashboardNamePrefix=name).get("DashboardEntries")
    with refused("NoSuchEntity"):
        operator("iam").get_role(RoleName=f"{name}-worker")
    with refused("NoSuchEntity"):
        operator("iam").get_policy(PolicyArn=f"arn:aws:iam::{SECURITY}:policy/security/{name}-boundary")
    assert told["outputs"]["Action"] not in [
        each["ActionTargetArn"] for each in operator("securityhub").describe_action_targets()["ActionTargets"]
    ]
