"""AWS::SQS."""

import json
from typing import Any

from ..resource_types import Made, Properties, ResourceType, Task, provides

ATTRIBUTES = (
    "ContentBasedDeduplication",
    "DelaySeconds",
    "FifoQueue",
    "KmsDataKeyReusePeriodSeconds",
    "KmsMasterKeyId",
    "MaximumMessageSize",
    "MessageRetentionPeriod",
    "ReceiveMessageWaitTimeSeconds",
    "RedriveAllowPolicy",
    "RedrivePolicy",
    "SqsManagedSseEnabled",
    "VisibilityTimeout",
)
DEFAULTS = {
    "DelaySeconds": "0",
    "MaximumMessageSize": "262144",
    "MessageRetentionPeriod": "345600",
    "ReceiveMessageWaitTimeSeconds": "0",
    "RedriveAllowPolicy": "",
    "RedrivePolicy": "",
    "SqsManagedSseEnabled": "true",
    "VisibilityTimeout": "30",
}


def text(value: Any) -> str:
    """As the APIs of SQS and SNS take attributes."""
    if isinstance(value, (dict, list)):
        return json.dumps(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


@provides("AWS::SQS::Queue", "QueueName", "Tags", *ATTRIBUTES)
class Queue(ResourceType):
    def create(self, task: Task) -> Made:
        name = task.properties.get("QueueName", task.name[-80:])
        attributes = {key: text(value) for key, value in task.given(*ATTRIBUTES).items()}
        sqs = task.client("sqs")
        url = sqs.create_queue(QueueName=name, Attributes=attributes, tags=task.tag_map())["QueueUrl"]
        return Made(url, {"Arn": task.aws.arn("sqs", name), "QueueName": name, "QueueUrl": url})

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        attributes = {key: text(value) for key, value in task.given(*ATTRIBUTES).items()}
        attributes |= {key: DEFAULTS.get(key, "") for key in before if key in ATTRIBUTES and key not in attributes}
        sqs = task.client("sqs")
        sqs.set_queue_attributes(QueueUrl=made.identifier, Attributes=attributes)
        if gone := [each["Key"] for each in before.get("Tags", []) if each["Key"] not in task.tag_map()]:
            sqs.untag_queue(QueueUrl=made.identifier, TagKeys=gone)
        if task.tags():
            sqs.tag_queue(QueueUrl=made.identifier, Tags=task.tag_map())
        return made

    def delete(self, task: Task, made: Made) -> None:
        task.client("sqs").delete_queue(QueueUrl=made.identifier)


@provides("AWS::SQS::QueuePolicy", "PolicyDocument", "Queues")
class QueuePolicy(ResourceType):
    def create(self, task: Task) -> Made:
        self._put(task, task.properties["Queues"], json.dumps(task.properties["PolicyDocument"]))
        return Made(task.name, {"Id": task.name})

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        self._put(task, [each for each in before["Queues"] if each not in task.properties["Queues"]], "")
        self._put(task, task.properties["Queues"], json.dumps(task.properties["PolicyDocument"]))
        return made

    def delete(self, task: Task, made: Made) -> None:
        self._put(task, task.properties["Queues"], "")

    def _put(self, task: Task, urls: list[str], policy: str) -> None:
        for url in urls:
            task.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
