import json
from typing import Any
from uuid import uuid4

import pytest
from conftest import ONE, SECURITY, THREE, TWO, Cloud, eventually

ORGANIZATION_ONLY = {"StringEquals": {"aws:PrincipalOrgID": "o-quell01234"}}


class Bus:
    """Operator-like access for EventBridge and SQS: a role that may do everything, in each account."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud

    def client(self, service: str, account: str) -> Any:
        name = "everything"
        iam = self.cloud.member("iam", account)
        allow = {"Effect": "Allow", "Action": "*", "Resource": "*"}
        trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": SECURITY}}
        if name not in [role["RoleName"] for role in iam.list_roles()["Roles"]]:
            document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
            iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)
            document = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
            iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=document)
        key = f"{name}-{account}"
        if key not in self.cloud._sessions:
            self.cloud._sessions[key] = self.cloud.assume(f"arn:aws:iam::{account}:role/{name}")
        return self.cloud.client(service, self.cloud._sessions[key])

    def queue(self, account: str) -> tuple[str, str]:
        """URL and ARN of a queue that takes what the rules of its account send."""
        name = f"queue-{uuid4().hex[:8]}"
        arn = f"arn:aws:sqs:eu-central-1:{account}:{name}"
        statement = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage"}
        statement |= {"Resource": arn, "Condition": {"StringEquals": {"aws:SourceAccount": account}}}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        url = self.client("sqs", account).create_queue(QueueName=name, Attributes={"Policy": policy})["QueueUrl"]
        return url, arn

    def role(self, account: str, bus: str) -> str:
        """The ARN of a role by which EventBridge may put events on the bus."""
        name, iam = f"role-{uuid4().hex[:8]}", self.client("iam", account)
        trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "events.amazonaws.com"}}
        document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]
        allow = {"Effect": "Allow", "Action": "events:PutEvents", "Resource": bus}
        document = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
        iam.put_role_policy(RoleName=name, PolicyName="put", PolicyDocument=document)
        return arn

    def received(self, account: str, url: str) -> dict:
        """The one message that arrives."""

        def receive() -> list[dict]:
            answer = self.client("sqs", account).receive_message(QueueUrl=url, MessageAttributeNames=["All"])
            return answer.get("Messages", [])

        (message,) = eventually(receive)
        return message

    def rule(self, account: str, pattern: dict, bus: str = "default", **target: Any) -> str:
        events, name = self.client("events", account), f"rule-{uuid4().hex[:8]}"
        events.put_rule(Name=name, EventPattern=json.dumps(pattern), EventBusName=bus)
        failed = events.put_targets(Rule=name, EventBusName=bus, Targets=[{"Id": "1", **target}])
        assert failed["FailedEntryCount"] == 0
        return name

    def put(self, account: str, source: str, detail: dict, **more: Any) -> dict:
        entry = {"Source": source, "DetailType": "test", "Detail": json.dumps(detail), **more}
        return self.client("events", account).put_events(Entries=[entry])["Entries"][0]


@pytest.fixture(scope="module")
def bus(cloud: Cloud) -> Bus:
    return Bus(cloud)


@pytest.fixture
def source() -> str:
    return f"app.{uuid4().hex[:8]}"


def test_an_event_crosses_accounts_with_its_envelope(bus: Bus, source: str) -> None:
    name = f"bus-{uuid4().hex[:8]}"
    central = bus.client("events", SECURITY)
    arn = central.create_event_bus(Name=name)["EventBusArn"]
    statement = {"Sid": "org", "Effect": "Allow", "Principal": "*", "Action": "events:PutEvents", "Resource": arn}
    policy = {"Version": "2012-10-17", "Statement": [{**statement, "Condition": ORGANIZATION_ONLY}]}
    central.put_permission(EventBusName=name, Policy=json.dumps(policy))
    url, queue = bus.queue(SECURITY)
    bus.rule(SECURITY, {"source": [source]}, name, Arn=queue)
    bus.rule(ONE, {"source": [source]}, Arn=arn, RoleArn=bus.role(ONE, arn))
    identifier = bus.put(ONE, source, {"a": [1, {"b": "ü"}]}, Resources=["arn:x"])["EventId"]
    event = json.loads(bus.received(SECURITY, url)["Body"])
    assert (event["id"], event["account"], event["region"]) == (identifier, ONE, "eu-central-1")
    assert (event["detail"], event["resources"]) == ({"a": [1, {"b": "ü"}]}, ["arn:x"])


def test_a_bus_that_does_not_trust_refuses_and_the_queue_for_dead_letters_gets_the_event(bus: Bus, source: str) -> None:
    name = f"bus-{uuid4().hex[:8]}"
    arn = bus.client("events", SECURITY).create_event_bus(Name=name)["EventBusArn"]
    url, queue = bus.queue(TWO)
    bus.rule(TWO, {"source": [source]}, Arn=arn, DeadLetterConfig={"Arn": queue})
    bus.put(TWO, source, {"n": 1})
    message = bus.received(TWO, url)
    assert json.loads(message["Body"])["detail"] == {"n": 1}
    assert message["MessageAttributes"]["ERROR_CODE"]["StringValue"] == "AccessDeniedException"
    assert message["MessageAttributes"]["TARGET_ARN"]["StringValue"] == arn
    refusal = bus.put(TWO, source, {}, EventBusName=arn)
    assert refusal["ErrorCode"] == "AccessDeniedException"


def test_a_target_that_cannot_be_reached_is_retried_then_given_up(bus: Bus, source: str) -> None:
    url, queue = bus.queue(THREE)
    missing = f"arn:aws:sqs:eu-central-1:{THREE}:no-such-queue"
    retries = {"MaximumRetryAttempts": 2}
    bus.rule(THREE, {"source": [source]}, Arn=missing, RetryPolicy=retries, DeadLetterConfig={"Arn": queue})
    identifier = bus.put(THREE, source, {})["EventId"]
    bus.received(THREE, url)
    deliveries = bus.cloud.control("GET", "deliveries")
    (attempted,) = [each for each in deliveries if each["event"] == identifier]
    assert attempted["attempts"] == 3
    assert attempted["failure"]


def test_input_is_transformed(bus: Bus, source: str) -> None:
    url, queue = bus.queue(ONE)
    transformer = {
        "InputPathsMap": {"id": "$.detail.resource.id", "tags": "$.detail.tags", "none": "$.detail.missing"},
        "InputTemplate": '{"says": "an \\"instance\\" <id>", "tags": <tags>, "account": "<account>", "none": "<none>"}',
    }
    transformer["InputPathsMap"]["account"] = "$.account"
    bus.rule(ONE, {"source": [source]}, Arn=queue, InputTransformer=transformer)
    bus.put(ONE, source, {"resource": {"id": 'i-1"'}, "tags": ["x", 1]})
    body = json.loads(bus.received(ONE, url)["Body"])
    assert body == {"says": 'an "instance" i-1"', "tags": ["x", 1], "account": ONE, "none": ""}


def test_only_matching_and_enabled_rules_deliver(bus: Bus, source: str) -> None:
    url, queue = bus.queue(ONE)
    bus.rule(ONE, {"source": [source], "detail": {"n": [2]}}, Arn=queue)
    disabled = bus.rule(ONE, {"source": [source]}, Arn=queue)
    bus.client("events", ONE).disable_rule(Name=disabled)
    bus.put(ONE, source, {"n": 1})
    bus.put(ONE, source, {"n": 2})
    assert json.loads(bus.received(ONE, url)["Body"])["detail"] == {"n": 2}
    assert bus.cloud.control("POST", "drain", {})["finished"]
    assert "Messages" not in bus.client("sqs", ONE).receive_message(QueueUrl=url)


def test_nobody_puts_events_of_aws(bus: Bus) -> None:
    assert bus.put(ONE, "aws.guardduty", {})["ErrorCode"] == "NotAuthorizedForSourceException"
    entry = {"Source": "x", "DetailType": "x", "Detail": "[1]"}
    answer = bus.client("events", ONE).put_events(Entries=[entry])
    assert (answer["FailedEntryCount"], answer["Entries"][0]["ErrorCode"]) == (1, "MalformedDetail")


def test_a_change_of_compliance_is_an_event(bus: Bus) -> None:
    rule = f"rule-{uuid4().hex[:8]}"
    url, queue = bus.queue(ONE)
    bus.rule(ONE, {"source": ["aws.config"], "detail": {"configRuleName": [rule]}}, Arn=queue)
    evaluation = {
        "account": ONE,
        "region": "eu-central-1",
        "rule": rule,
        "resourceType": "AWS::S3::Bucket",
        "resourceId": "b",
        "complianceType": "NON_COMPLIANT",
    }
    sent = bus.cloud.control("POST", "evaluations", evaluation)["event"]
    event = json.loads(bus.received(ONE, url)["Body"])
    assert event == sent
    assert event["detail"]["messageType"] == "ComplianceChangeNotification"
    assert event["detail"]["newEvaluationResult"]["complianceType"] == "NON_COMPLIANT"
    assert "oldEvaluationResult" not in event["detail"]
    assert bus.cloud.control("POST", "evaluations", evaluation)["event"] is None
    changed = bus.cloud.control("POST", "evaluations", {**evaluation, "complianceType": "COMPLIANT"})["event"]
    assert changed["detail"]["oldEvaluationResult"]["complianceType"] == "NON_COMPLIANT"


def test_patterns_are_tested(bus: Bus) -> None:
    event = {"source": "aws.guardduty", "detail": {"type": "Trojan:EC2/DropPoint"}, "id": "1", "account": ONE}
    event |= {"time": "2026-11-25T07:00:00Z", "region": "eu-central-1", "resources": [], "detail-type": "x"}
    for prefix, result in (("Trojan:EC2/", True), ("Backdoor:EC2/", False)):
        pattern = {"source": ["aws.guardduty"], "detail": {"type": [{"prefix": prefix}]}}
        answer = bus.client("events", ONE).test_event_pattern(EventPattern=json.dumps(pattern), Event=json.dumps(event))
        assert answer["Result"] is result


def test_a_rule_with_a_schedule_delivers_its_input_when_its_time_is_made_to_come(bus: Bus) -> None:
    url, queue = bus.queue(ONE)
    events, name = bus.client("events", ONE), f"rule-{uuid4().hex[:8]}"
    events.put_rule(Name=name, ScheduleExpression="rate(1 minute)")
    events.put_targets(Rule=name, Targets=[{"Id": "1", "Arn": queue, "Input": '{"quell":"tend"}'}])
    place = {"account": ONE, "region": "eu-central-1"}
    assert bus.cloud.control("POST", "scheduled-events", {**place, "rule": name}) == {}
    assert json.loads(bus.received(ONE, url)["Body"]) == {"quell": "tend"}
    events.disable_rule(Name=name)
    for other in (name, "nothing"):
        assert bus.cloud.control("POST", "scheduled-events", {**place, "rule": other})["error"] == "ValidationException"
