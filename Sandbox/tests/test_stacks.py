"""What CloudFormation does with stacks: order, conditions, failures, updates, deletions."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from conftest import ONE, SECURITY, THREE, Bare, refused


@pytest.fixture
def name() -> str:
    return f"stack-{uuid4().hex[:8]}"


def queue(**properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::SQS::Queue", "Properties": properties}


def resources(**resources: dict[str, Any]) -> dict[str, Any]:
    return {"Resources": resources}


def queues(bare: Bare) -> list[str]:
    return bare.operator("sqs").list_queues().get("QueueUrls", [])


def test_a_type_that_is_not_known_fails_the_stack(bare: Bare, name: str) -> None:
    template = resources(Good=queue(QueueName=name), Odd={"Type": "AWS::SQS::Quay"})
    with refused("ValidationError"):
        bare.stack(name, template)
    assert not any(name in url for url in queues(bare))
    with refused("ValidationError"):
        bare.stack(name, resources(Known={"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}))


@pytest.mark.parametrize(
    ("kind", "properties", "words"),
    [
        ("AWS::SQS::Queue", {"VisibilityTimeOut": 30}, "unsupported property VisibilityTimeOut"),
        ("AWS::SQS::Queue", {"Arn": "arn:x"}, "unsupported property Arn"),
        ("AWS::SQS::Queue", {"VisibilityTimeout": "soon"}, "not of type"),
        ("AWS::SNS::Topic", {"FifoTopic": True}, "does not have the property FifoTopic"),
        ("AWS::Logs::LogGroup", {"RetentionInDays": 31}, "31 is not one of"),
        ("AWS::Events::Rule", {"EventPattern": {"source": ["x"]}, "Targets": [{"Arn": "x"}]}, "'Id' is a required"),
        ("AWS::S3::Bucket", {"LifecycleConfiguration": {"Rules": [{"Status": "On"}]}}, "'On' is not one of"),
        ("AWS::DynamoDB::Table", {}, "'KeySchema' is a required property"),
    ],
)
def test_a_wrong_property_fails_the_stack(bare: Bare, name: str, kind: str, properties: dict, words: str) -> None:
    wrong = {"Type": kind, "Properties": properties, "DependsOn": "Before"}
    told = bare.stack(name, resources(Before=queue(), Wrong=wrong))
    assert told["status"] == "ROLLBACK_COMPLETE"
    assert words in told["failures"]["Wrong"]
    assert told["resources"] == {}
    assert not any(name in url for url in queues(bare))


def test_what_a_refused_creation_has_begun_is_removed(bare: Bare, name: str) -> None:
    policy = {"PolicyName": "wrong", "PolicyDocument": {"Version": "2012-10-17", "Statement": "nonsense"}}
    trust = {"Version": "2012-10-17", "Statement": []}
    role = {"RoleName": name, "AssumeRolePolicyDocument": trust, "Policies": [policy]}
    told = bare.stack(name, resources(Role={"Type": "AWS::IAM::Role", "Properties": role}))
    assert told["status"] == "ROLLBACK_COMPLETE"
    assert "MalformedPolicyDocument" in told["failures"]["Role"]
    with refused("NoSuchEntity"):
        bare.operator("iam").get_role(RoleName=name)


def test_functions_and_conditions(bare: Bare, name: str) -> None:
    template = {
        "Parameters": {
            "Stage": {"Type": "String", "AllowedValues": ["test", "live"]},
            "Seconds": {"Type": "Number", "Default": 45, "MaxValue": 60},
            "Words": {"Type": "CommaDelimitedList", "Default": "a, b,c"},
            "Nothing": {"Type": "String", "Default": ""},
        },
        "Mappings": {"Sizes": {"test": {"days": "1"}, "live": {"days": "14"}}},
        "Conditions": {
            "Live": {"Fn::Equals": [{"Ref": "Stage"}, "live"]},
            "Test": {"Fn::Not": [{"Condition": "Live"}]},
            "Both": {"Fn::And": [{"Condition": "Live"}, {"Condition": "Test"}]},
            "One": {"Fn::Or": [{"Condition": "Both"}, {"Condition": "Test"}]},
        },
        "Resources": {
            "Made": {
                "Type": "AWS::SQS::Queue",
                "Condition": "One",
                "Properties": {
                    "QueueName": {"Fn::Sub": ["${AWS::StackName}-${Word}${!literal}", {"Word": "x"}]},
                    "VisibilityTimeout": {"Ref": "Seconds"},
                    "DelaySeconds": {"Fn::If": ["Both", 3, {"Ref": "AWS::NoValue"}]},
                    "MessageRetentionPeriod": {"Fn::If": ["Test", "86400", 1]},
                    "Tags": [
                        {"Key": "words", "Value": {"Fn::Join": ["+", {"Ref": "Words"}]}},
                        {"Fn::If": ["Live", {"Key": "live", "Value": "yes"}, {"Ref": "AWS::NoValue"}]},
                        {"Key": "days", "Value": {"Fn::FindInMap": ["Sizes", {"Ref": "Stage"}, "days"]}},
                        {"Key": "second", "Value": {"Fn::Select": ["1", {"Fn::Split": ["/", "p/q"]}]}},
                    ],
                },
            },
            "NotMade": {"Type": "AWS::SQS::Queue", "Condition": "Both"},
        },
        "Outputs": {
            "Empty": {"Condition": "Live", "Value": {"Ref": "NotMade"}},
            "Arn": {"Value": {"Fn::GetAtt": ["Made", "Arn"]}},
            "Where": {"Value": {"Fn::Sub": "${AWS::Partition}/${AWS::Region}/${AWS::AccountId}/${Made.QueueName}"}},
        },
    }
    template["Resources"]["Made"]["Properties"]["QueueName"] = {"Fn::Sub": ["${AWS::StackName}-${Word}", {"Word": "x"}]}
    told = bare.stack(name, template, Stage="test")
    assert told["status"] == "CREATE_COMPLETE", told["failures"]
    assert list(told["resources"]) == ["Made"]
    assert told["outputs"] == {
        "Arn": f"arn:aws:sqs:eu-central-1:{ONE}:{name}-x",
        "Where": f"aws/eu-central-1/{ONE}/{name}-x",
    }
    sqs, url = bare.operator("sqs"), told["resources"]["Made"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    settings = [attributes[each] for each in ("VisibilityTimeout", "DelaySeconds", "MessageRetentionPeriod")]
    assert settings == ["45", "0", "86400"]
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"words": "a+b+c", "days": "1", "second": "q"}
    for wrong in ({"Stage": "prod"}, {"Stage": "test", "Seconds": "61"}, {}, {"Stage": "test", "Odd": "1"}):
        with refused("ValidationError"):
            bare.stack(f"{name}-wrong", template, **wrong)


def test_names_that_stand_for_nothing_are_refused_before_anything_is_made(bare: Bare, name: str) -> None:
    for broken in (
        resources(A=queue(QueueName={"Ref": "Nobody"})),
        resources(A=queue(QueueName={"Fn::Sub": "${Nobody.Arn}"})),
        resources(A={**queue(), "DependsOn": "Nobody"}),
        resources(A=queue(QueueName={"Fn::If": ["NoCondition", "a", "b"]})),
        resources(A=queue(QueueName={"Fn::GetAtt": ["B", "Arn"]}), B=queue(QueueName={"Ref": "A"})),
        {"Resources": {"A": queue()}, "Outputs": {"X": {"Value": {"Ref": "Nobody"}}}},
        {"Resources": {"A": {"Type": "AWS::SQS::Queue", "Propertys": {}}}},
    ):
        with refused("ValidationError"):
            bare.stack(name, broken)
    attribute = resources(A=queue(), B={**queue(QueueName={"Fn::GetAtt": ["A", "Colour"]})})
    assert "no attribute Colour" in bare.stack(name, attribute)["failures"]["B"]


def test_roles_need_a_capability(bare: Bare, name: str) -> None:
    trust = {"Version": "2012-10-17", "Statement": []}
    role = {"Type": "AWS::IAM::Role", "Properties": {"RoleName": name, "AssumeRolePolicyDocument": trust}}
    make = bare.operator("cloudformation").create_stack
    for capabilities in ([], ["CAPABILITY_IAM"]):
        with refused("InsufficientCapabilitiesException"):
            make(StackName=name, TemplateBody=json.dumps(resources(Role=role)), Capabilities=capabilities)


def update(bare: Bare, name: str, template: dict[str, Any], **parameters: str) -> dict[str, Any]:
    given = [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()]
    change = bare.operator("cloudformation").update_stack
    change(StackName=name, TemplateBody=json.dumps(template), Parameters=given, Capabilities=["CAPABILITY_NAMED_IAM"])
    return bare.told(name)


def test_an_update_changes_adds_replaces_and_removes(bare: Bare, name: str) -> None:
    sqs = bare.operator("sqs")
    kept, renamed = queue(VisibilityTimeout=10, DelaySeconds=3), queue(QueueName=f"{name}-1")
    first = resources(Kept=kept, Renamed=renamed, Gone=queue())
    before = bare.stack(name, first)["resources"]
    second = resources(Kept=queue(VisibilityTimeout=20), Renamed=queue(QueueName=f"{name}-2"), New=queue())
    told = update(bare, name, second)
    after = told["resources"]
    assert told["status"] == "UPDATE_COMPLETE"
    assert after["Kept"] == before["Kept"]
    attributes = sqs.get_queue_attributes(QueueUrl=after["Kept"], AttributeNames=["All"])["Attributes"]
    assert (attributes["VisibilityTimeout"], attributes["DelaySeconds"]) == ("20", "0")
    assert after["Renamed"].endswith(f"{name}-2")
    kept = {url for url in queues(bare) if name in url}
    assert kept == {after["Kept"], after["Renamed"], after["New"]}
    with refused("ValidationError"):
        update(bare, name, second)


def test_an_update_that_fails_goes_back(bare: Bare, name: str) -> None:
    first = resources(A=queue(VisibilityTimeout=10), B=queue(QueueName=f"{name}-old"))
    before = bare.stack(name, first)
    broken = resources(
        A=queue(VisibilityTimeout=20),
        B={**queue(QueueName=f"{name}-new"), "DependsOn": "A"},
        C={**queue(VisibilityTimeout=99999), "DependsOn": "B"},
    )
    told = update(bare, name, broken)
    assert told["status"] == "UPDATE_ROLLBACK_COMPLETE"
    assert "C" in told["failures"]
    sqs = bare.operator("sqs")
    attributes = sqs.get_queue_attributes(QueueUrl=before["resources"]["A"], AttributeNames=["All"])["Attributes"]
    assert attributes["VisibilityTimeout"] == "10"
    assert [url.rpartition("/")[2] for url in queues(bare) if f"{name}-new" in url or f"{name}-old" in url] == [
        f"{name}-old"
    ]
    assert set(told["resources"]) == {"A", "B"}


def test_a_deleted_stack_keeps_what_it_should_and_is_still_told_of(bare: Bare, name: str) -> None:
    template = resources(Kept={**queue(), "DeletionPolicy": "Retain"}, Gone=queue())
    told = bare.stack(name, template)
    formation = bare.operator("cloudformation")
    formation.update_termination_protection(StackName=name, EnableTerminationProtection=True)
    with refused("ValidationError"):
        formation.delete_stack(StackName=name)
    formation.update_termination_protection(StackName=name, EnableTerminationProtection=False)
    formation.delete_stack(StackName=name)
    assert [url for url in queues(bare) if name in url] == [told["resources"]["Kept"]]
    assert bare.told(told["id"])["status"] == "DELETE_COMPLETE"
    with refused("ValidationError"):
        formation.describe_stacks(StackName=name)


def test_a_deletion_that_fails_can_be_tried_again(bare: Bare, name: str) -> None:
    told = bare.stack(name, resources(Bucket={"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name}}))
    s3, formation = bare.operator("s3"), bare.operator("cloudformation")
    s3.put_object(Bucket=name, Key="x", Body=b"x")
    formation.delete_stack(StackName=name)
    assert bare.told(name)["status"] == "DELETE_FAILED"
    assert "BucketNotEmpty" in bare.told(name)["failures"]["Bucket"]
    s3.delete_object(Bucket=name, Key="x")
    formation.delete_stack(StackName=name)
    assert bare.told(told["id"])["status"] == "DELETE_COMPLETE"


@pytest.fixture
def subject(bare: Bare) -> Iterator[None]:
    """Operators are administrators like any other."""
    bare.control("PUT", "organization-policies", {"operators": "subject-to-policies"})
    yield
    bare.control("PUT", "organization-policies", {"operators": "allowed-everything"})


def test_every_call_of_a_stack_is_authorized(bare: Bare, name: str, subject: None) -> None:
    code = bare.code(THREE)
    bus = bare.operator("events", SECURITY).create_event_bus(Name=name)["EventBusArn"]
    parameters = {"BusArn": bus, "Code": code, "Prefix": name}
    whole = bare.stack(name, "service.yaml", THREE, **parameters)
    assert whole["status"] == "CREATE_COMPLETE", whole["failures"]
    bare.operator("cloudformation", THREE).delete_stack(StackName=name)
    assert bare.told(whole["id"], THREE)["status"] == "DELETE_COMPLETE"
    deny = {"Effect": "Deny", "Action": "events:PutRule", "Resource": f"arn:aws:events:*:*:rule/{name}*"}
    control = [{"Version": "2012-10-17", "Statement": [deny]}]
    policies = {"operators": "subject-to-policies", "service-control": control}
    bare.control("PUT", "organization-policies", policies)
    told = bare.stack(name, "service.yaml", THREE, **parameters)
    assert told["status"] == "ROLLBACK_COMPLETE"
    assert "explicit deny in a service control policy" in told["failures"]["Forward"]


def test_a_stack_can_have_a_role(bare: Bare, name: str) -> None:
    iam, make = bare.operator("iam"), bare.operator("cloudformation").create_stack
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "cloudformation.amazonaws.com"}}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]
    allow = {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
    iam.put_role_policy(RoleName=name, PolicyName="queues", PolicyDocument=document)
    topic = {"Type": "AWS::SNS::Topic", "DependsOn": "Queue"}
    for stack, template, status in (
        (f"{name}-1", resources(Queue=queue()), "CREATE_COMPLETE"),
        (f"{name}-2", resources(Queue=queue(), Topic=topic), "ROLLBACK_COMPLETE"),
    ):
        make(StackName=stack, TemplateBody=json.dumps(template), RoleARN=role)
        assert bare.told(stack)["status"] == status
    assert "is not authorized to perform: sns:CreateTopic" in bare.told(f"{name}-2")["failures"]["Topic"]
