"""Events cross accounts, and reach queues, topics and functions, only when every policy on the way lets them."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from conftest import ONE, SECURITY, THREE, Bare

SOURCE = "app.hop"


@pytest.fixture(scope="module")
def hop(bare: Bare) -> dict[str, str]:
    """A bus with a queue behind it, and in each of two accounts a rule that sends to it by a role."""
    name = f"hop{uuid4().hex[:6]}"
    events, sqs = bare.operator("events", SECURITY), bare.operator("sqs", SECURITY)
    bus = events.create_event_bus(Name=name)["EventBusArn"]
    queue = f"arn:aws:sqs:eu-central-1:{SECURITY}:{name}"
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    events.put_rule(Name=name, EventBusName=name, EventPattern=json.dumps({"source": [SOURCE]}))
    events.put_targets(Rule=name, EventBusName=name, Targets=[{"Id": "1", "Arn": queue}])
    for account in (ONE, THREE):
        iam, own = bare.operator("iam", account), bare.operator("events", account)
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust("events.amazonaws.com", account))
        iam.put_role_policy(RoleName=name, PolicyName="put", PolicyDocument=allow("events:PutEvents", bus))
        own.put_rule(Name=name, EventPattern=json.dumps({"source": [SOURCE]}))
        own.put_targets(Rule=name, Targets=[target(name, bus, account)])
    made = {"name": name, "bus": bus, "queue": queue, "url": url}
    let(bare, made)
    return made


def target(name: str, bus: str, account: str = ONE) -> dict[str, str]:
    return {"Id": "1", "Arn": bus, "RoleArn": f"arn:aws:iam::{account}:role/{name}"}


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust(service: str, account: str) -> str:
    condition = {"StringEquals": {"aws:SourceAccount": account}}
    principal = {"Service": service}
    return document({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal, "Condition": condition})


def allow(action: str, resource: str) -> str:
    return document({"Effect": "Allow", "Action": action, "Resource": resource})


def let(bare: Bare, hop: dict[str, str]) -> None:
    """The policies as they should be: of the bus, and of the queue."""
    condition = {
        "StringEquals": {"aws:PrincipalOrgID": "o-quell01234", "events:source": SOURCE, "events:detail-type": "test"},
        "ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::*:role/{hop['name']}"},
        "Bool": {"events:eventBusInvocation": "true"},
    }
    put_bus_policy(bare, hop, {**anybody("org", hop), "Condition": condition})
    put_queue_policy(bare, hop, f"arn:aws:events:eu-central-1:{SECURITY}:rule/{hop['name']}/{hop['name']}")


def anybody(sid: str, hop: dict[str, str]) -> dict[str, Any]:
    """A statement that lets everyone put events on the bus."""
    return {"Sid": sid, "Effect": "Allow", "Principal": "*", "Action": "events:PutEvents", "Resource": hop["bus"]}


def put_bus_policy(bare: Bare, hop: dict[str, str], *statements: dict[str, Any]) -> None:
    bare.operator("events", SECURITY).put_permission(EventBusName=hop["name"], Policy=document(*statements))


def put_queue_policy(bare: Bare, hop: dict[str, str], rule: str, service: str = "events.amazonaws.com") -> None:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sqs:SendMessage"}
    statement |= {"Resource": hop["queue"]}
    condition = {"ArnEquals": {"aws:SourceArn": rule}, "StringEquals": {"aws:SourceAccount": SECURITY}}
    policy = document({**statement, "Condition": condition})
    bare.operator("sqs", SECURITY).set_queue_attributes(QueueUrl=hop["url"], Attributes={"Policy": policy})


def arrives(bare: Bare, hop: dict[str, str], account: str = ONE, kind: str = "test") -> bool:
    """Whether an event put in the account comes to the queue."""
    mark = uuid4().hex
    entry = {"Source": SOURCE, "DetailType": kind, "Detail": json.dumps({"mark": mark})}
    assert bare.operator("events", account).put_events(Entries=[entry])["FailedEntryCount"] == 0
    assert bare.control("POST", "drain", {})["finished"]
    sqs, found = bare.operator("sqs", SECURITY), False
    while messages := sqs.receive_message(QueueUrl=hop["url"], MaxNumberOfMessages=10).get("Messages"):
        for each in messages:
            found = found or mark in each["Body"]
            sqs.delete_message(QueueUrl=hop["url"], ReceiptHandle=each["ReceiptHandle"])
    return found


def test_with_every_permission_an_event_arrives(bare: Bare, hop: dict[str, str]) -> None:
    assert arrives(bare, hop)
    assert arrives(bare, hop, THREE)


def test_a_bus_lets_only_what_its_policy_says(bare: Bare, hop: dict[str, str]) -> None:
    policy = json.loads(bare.operator("events", SECURITY).describe_event_bus(Name=hop["name"])["Policy"])
    (statement,) = policy["Statement"]
    for operator, key, value in (
        ("StringEquals", "aws:PrincipalOrgID", "o-other"),
        ("StringEquals", "events:source", "app.other"),
        ("StringEquals", "events:detail-type", "other"),
        ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/other"),
        ("Bool", "events:eventBusInvocation", "false"),
    ):
        changed = json.loads(json.dumps(statement))
        changed["Condition"][operator][key] = value
        put_bus_policy(bare, hop, changed)
        assert not arrives(bare, hop), key
    deny = {"Sid": "no", "Effect": "Deny", "Principal": {"AWS": f"arn:aws:iam::{ONE}:root"}}
    put_bus_policy(bare, hop, statement, {**anybody("no", hop), **deny})
    assert not arrives(bare, hop)
    assert arrives(bare, hop, THREE)
    put_bus_policy(bare, hop, {**statement, "Principal": {"AWS": f"arn:aws:iam::{ONE}:role/{hop['name']}"}})
    assert arrives(bare, hop)
    assert not arrives(bare, hop, THREE)
    let(bare, hop)
    assert not arrives(bare, hop, kind="other")


def without_role(bare: Bare, hop: dict[str, str]) -> None:
    bare.operator("events").put_targets(Rule=hop["name"], Targets=[{"Id": "1", "Arn": hop["bus"]}])


def untrusting(bare: Bare, hop: dict[str, str]) -> None:
    iam = bare.operator("iam")
    iam.update_assume_role_policy(RoleName=hop["name"], PolicyDocument=trust("ec2.amazonaws.com", ONE))


def trusting_another_account(bare: Bare, hop: dict[str, str]) -> None:
    iam = bare.operator("iam")
    iam.update_assume_role_policy(RoleName=hop["name"], PolicyDocument=trust("events.amazonaws.com", THREE))


def without_permission(bare: Bare, hop: dict[str, str]) -> None:
    policy = allow("events:PutEvents", hop["bus"] + "-other")
    bare.operator("iam").put_role_policy(RoleName=hop["name"], PolicyName="put", PolicyDocument=policy)


def bounded(bare: Bare, hop: dict[str, str]) -> None:
    policy = bare.operator("iam").create_policy(PolicyName=hop["name"], PolicyDocument=allow("s3:*", "*"))["Policy"]
    bare.operator("iam").put_role_permissions_boundary(RoleName=hop["name"], PermissionsBoundary=policy["Arn"])


SPOILT = [without_role, untrusting, trusting_another_account, without_permission, bounded]


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda each: each.__name__)
def test_a_rule_needs_a_role_that_may(bare: Bare, hop: dict[str, str], spoil: Callable[[Bare, dict], None]) -> None:
    iam = bare.operator("iam")
    spoil(bare, hop)
    assert not arrives(bare, hop)
    iam.update_assume_role_policy(RoleName=hop["name"], PolicyDocument=trust("events.amazonaws.com", ONE))
    iam.put_role_policy(RoleName=hop["name"], PolicyName="put", PolicyDocument=allow("events:PutEvents", hop["bus"]))
    if spoil is bounded:
        iam.delete_role_permissions_boundary(RoleName=hop["name"])
    bare.operator("events").put_targets(Rule=hop["name"], Targets=[target(hop["name"], hop["bus"])])
    assert arrives(bare, hop)


def test_without_a_role_a_bus_must_name_the_account(bare: Bare, hop: dict[str, str]) -> None:
    without_role(bare, hop)
    statement = {"Sid": "one", "Effect": "Allow", "Principal": {"AWS": ONE}, "Action": "events:PutEvents"}
    put_bus_policy(bare, hop, {**statement, "Resource": hop["bus"]})
    assert arrives(bare, hop)
    assert not arrives(bare, hop, THREE)
    bare.operator("events").put_targets(Rule=hop["name"], Targets=[target(hop["name"], hop["bus"])])
    let(bare, hop)


def test_a_queue_lets_only_the_rule_it_names(bare: Bare, hop: dict[str, str]) -> None:
    rule = f"arn:aws:events:eu-central-1:{SECURITY}:rule/{hop['name']}"
    for wrong, service in ((f"{rule}/other", "events.amazonaws.com"), (f"{rule}/{hop['name']}", "sns.amazonaws.com")):
        put_queue_policy(bare, hop, wrong, service)
        assert not arrives(bare, hop)
    failed = [each for each in bare.control("GET", "deliveries") if each["target"] == hop["queue"]][-1]
    assert "does not allow" in failed["failure"] and failed["attempts"] == 1
    let(bare, hop)
    assert arrives(bare, hop)


def test_events_put_directly_are_no_hop(bare: Bare, hop: dict[str, str]) -> None:
    def put() -> str | None:
        entry = {"Source": SOURCE, "DetailType": "test", "Detail": "{}", "EventBusName": hop["bus"]}
        return bare.operator("events").put_events(Entries=[entry])["Entries"][0].get("ErrorCode")

    assert put() == "AccessDeniedException"
    statement = anybody("any", hop)
    put_bus_policy(bare, hop, {**statement, "Condition": {"Bool": {"events:eventBusInvocation": "false"}}})
    assert put() is None
    other = {"StringNotEquals": {"events:source": "app.other"}}
    deny = {**anybody("no", hop), "Effect": "Deny", "Condition": other}
    put_bus_policy(bare, hop, statement, deny)
    assert put() == "AccessDeniedException"
    # A Deny holds for the bus's own account as well, which otherwise needs no word of it.
    own = {"Source": SOURCE, "DetailType": "test", "Detail": "{}", "EventBusName": hop["name"]}
    refused = bare.operator("events", SECURITY).put_events(Entries=[own])["Entries"][0]
    assert refused["ErrorCode"] == "AccessDeniedException"
    let(bare, hop)


def test_topics_and_functions_are_asked_too(bare: Bare) -> None:
    name, events = f"ask{uuid4().hex[:6]}", bare.operator("events")
    told = bare.stack(name, "pipeline.yaml", CodeBucket=bare.code())
    topic = bare.operator("sns").create_topic(Name=name)["TopicArn"]
    rule = events.put_rule(Name=name, EventPattern=json.dumps({"source": [name]}))["RuleArn"]
    function = told["outputs"]["FunctionArn"]
    events.put_targets(Rule=name, Targets=[{"Id": "topic", "Arn": topic}, {"Id": "function", "Arn": function}])

    def failures() -> dict[str, bool]:
        entry = {"Source": name, "DetailType": "test", "Detail": "{}"}
        identifier = events.put_events(Entries=[entry])["Entries"][0]["EventId"]
        assert bare.control("POST", "drain", {})["finished"]
        mine = [each for each in bare.control("GET", "deliveries") if each["event"] == identifier]
        return {each["target"]: each["failure"] is not None for each in mine}

    assert failures() == {topic: True, function: True}
    principal = {"Principal": {"Service": "events.amazonaws.com"}, "Condition": {"ArnEquals": {"aws:SourceArn": rule}}}
    policy = document({"Effect": "Allow", "Action": "sns:Publish", "Resource": topic, **principal})
    bare.operator("sns").set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=policy)
    about = {"FunctionName": name, "Action": "lambda:InvokeFunction", "Principal": "events.amazonaws.com"}
    bare.operator("lambda").add_permission(StatementId="other", SourceArn=f"{rule}-other", **about)
    assert failures() == {topic: False, function: True}
    bare.operator("lambda").add_permission(StatementId="rule", SourceArn=rule, **about)
    assert failures() == {topic: False, function: False}
