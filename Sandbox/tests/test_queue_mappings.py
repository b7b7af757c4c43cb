"""Messages of queues come to functions as Lambda brings them."""

import json
from typing import Any
from uuid import uuid4

import pytest
from conftest import ONE, Bare, eventually, refused


@pytest.fixture(scope="module")
def pipeline(bare: Bare) -> dict[str, Any]:
    name = f"maps-{uuid4().hex[:6]}"
    told = bare.stack(name, "pipeline.yaml", CodeBucket=bare.code())
    assert told["status"] == "CREATE_COMPLETE", told["failures"]
    return {**told, "name": name}


def put(bare: Bare, source: str, **detail: Any) -> None:
    entry = {"Source": source, "DetailType": "test", "Detail": json.dumps(detail)}
    assert bare.operator("events").put_events(Entries=[entry])["FailedEntryCount"] == 0


def drained(bare: Bare) -> None:
    assert bare.control("POST", "drain", {})["finished"]


def records(bare: Bare, pipeline: dict[str, Any], mark: str) -> list[str]:
    """The receive count of each record of a mark that the function was given."""
    return [each.split()[1] for each in bare.lines(pipeline["name"]) if each.startswith("record") and mark in each]


def test_an_event_comes_by_rule_and_queue_to_the_function(bare: Bare, pipeline: dict[str, Any]) -> None:
    mark, other = uuid4().hex, uuid4().hex
    put(bare, "app.two", mark=mark)
    put(bare, "app.three", mark=other)
    drained(bare)
    assert records(bare, pipeline, mark) == ["1"]
    assert records(bare, pipeline, other) == []


def test_only_what_failed_comes_back_and_then_goes_to_the_dead_letters(bare: Bare, pipeline: dict[str, Any]) -> None:
    marks = [uuid4().hex for _ in range(3)]
    for index, mark in enumerate(marks):
        put(bare, "app.one", mark=mark, fail=index == 1)
    drained(bare)
    assert [records(bare, pipeline, mark) for mark in marks] == [["1"], ["1", "2"], ["1"]]
    sqs = bare.operator("sqs")
    (dead,) = sqs.receive_message(QueueUrl=pipeline["outputs"]["DeadLettersUrl"])["Messages"]
    assert json.loads(dead["Body"])["detail"]["mark"] == marks[1]
    attributes = sqs.get_queue_attributes(QueueUrl=pipeline["outputs"]["QueueUrl"], AttributeNames=["All"])
    assert attributes["Attributes"]["ApproximateNumberOfMessages"] == "0"


def test_messages_stay_while_the_mapping_is_disabled(bare: Bare, pipeline: dict[str, Any]) -> None:
    client, mark = bare.operator("lambda"), uuid4().hex
    identifier = pipeline["resources"]["Mapping"]
    client.update_event_source_mapping(UUID=identifier, Enabled=False)
    put(bare, "app.one", mark=mark)
    assert bare.control("POST", "drain", {})["finished"]
    assert records(bare, pipeline, mark) == []
    client.update_event_source_mapping(UUID=identifier, Enabled=True)
    drained(bare)
    assert records(bare, pipeline, mark) == ["1"]


def test_a_role_that_loses_its_permission_gets_no_messages(bare: Bare, pipeline: dict[str, Any]) -> None:
    iam, role, mark = bare.operator("iam"), f"{pipeline['name']}-function", uuid4().hex
    before = iam.get_role_policy(RoleName=role, PolicyName="work")["PolicyDocument"]
    text = json.dumps(before)
    less = text.replace("sqs:DeleteMessage", "sqs:SendMessage")
    iam.put_role_policy(RoleName=role, PolicyName="work", PolicyDocument=less)
    put(bare, "app.one", mark=mark)
    assert not bare.control("POST", "drain", {"seconds": 1})["finished"]
    assert records(bare, pipeline, mark) == []
    told = bare.operator("lambda").get_event_source_mapping(UUID=pipeline["resources"]["Mapping"])
    assert "DeleteMessage" in told["LastProcessingResult"]
    iam.put_role_policy(RoleName=role, PolicyName="work", PolicyDocument=text)
    drained(bare)
    assert records(bare, pipeline, mark) == ["1"]


def test_what_lambda_refuses_to_map(bare: Bare, pipeline: dict[str, Any]) -> None:
    sqs, client, name = bare.operator("sqs"), bare.operator("lambda"), f"q-{uuid4().hex[:6]}"

    def create(**more: Any) -> None:
        arn = f"arn:aws:sqs:eu-central-1:{ONE}:{name}"
        client.create_event_source_mapping(**{"EventSourceArn": arn, "FunctionName": pipeline["name"], **more})

    with refused("InvalidParameterValueException"):
        create()
    url = sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "3"})["QueueUrl"]
    # Shorter than the function may take.
    with refused("InvalidParameterValueException"):
        create()
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "30"})
    # The execution role may use the other queue only.
    with refused("InvalidParameterValueException"):
        create()
    with refused("ResourceConflictException"):
        create(EventSourceArn=f"arn:aws:sqs:eu-central-1:{ONE}:{pipeline['name']}-events")
    with refused("NotImplemented"):
        create(FilterCriteria={"Filters": [{"Pattern": "{}"}]})


def test_a_record_has_what_lambda_gives_it(bare: Bare, pipeline: dict[str, Any]) -> None:
    mark, sqs = uuid4().hex, bare.operator("sqs")
    attribute = {"colour": {"DataType": "String", "StringValue": "red"}}
    body = json.dumps({"mark": mark})
    sent = sqs.send_message(QueueUrl=pipeline["outputs"]["QueueUrl"], MessageBody=body, MessageAttributes=attribute)
    drained(bare)
    eventually(lambda: records(bare, pipeline, mark))
    (line,) = [each for each in bare.lines(pipeline["name"]) if each.startswith("whole") and mark in each]
    record = json.loads(line.removeprefix("whole "))
    assert (record["messageId"], record["body"]) == (sent["MessageId"], body)
    assert record["md5OfBody"] == sent["MD5OfMessageBody"]
    assert record["eventSourceARN"] == f"arn:aws:sqs:eu-central-1:{ONE}:{pipeline['name']}-events"
    assert (record["eventSource"], record["awsRegion"]) == ("aws:sqs", "eu-central-1")
    assert record["messageAttributes"]["colour"]["stringValue"] == "red"
    names = {"ApproximateReceiveCount", "SentTimestamp", "SenderId", "ApproximateFirstReceiveTimestamp"}
    assert set(record["attributes"]) == names
