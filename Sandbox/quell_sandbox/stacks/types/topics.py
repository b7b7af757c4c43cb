"""AWS::SNS."""

import json
from typing import Any

from ..resource_types import Made, Properties, ResourceType, Task, provides
from .queues import text

TOPIC_ATTRIBUTES = ("DisplayName", "KmsMasterKeyId", "SignatureVersion", "TracingConfig")
SUBSCRIPTION_ATTRIBUTES = (
    "DeliveryPolicy",
    "FilterPolicy",
    "FilterPolicyScope",
    "RawMessageDelivery",
    "RedrivePolicy",
)


@provides("AWS::SNS::Topic", "TopicName", "Subscription", "Tags", *TOPIC_ATTRIBUTES)
class Topic(ResourceType):
    def create(self, task: Task) -> Made:
        name = task.properties.get("TopicName", task.name)
        attributes = {key: text(value) for key, value in task.given(*TOPIC_ATTRIBUTES).items()}
        sns = task.client("sns")
        arn = sns.create_topic(Name=name, Attributes=attributes, Tags=task.tags())["TopicArn"]
        self._subscribe(task, arn, task.properties.get("Subscription", []))
        return Made(arn, {"TopicArn": arn, "TopicName": name})

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        sns, arn = task.client("sns"), made.identifier
        for key in {*before, *task.properties} & {*TOPIC_ATTRIBUTES}:
            value = text(task.properties.get(key, ""))
            sns.set_topic_attributes(TopicArn=arn, AttributeName=key, AttributeValue=value)
        if task.tags():
            sns.tag_resource(ResourceArn=arn, Tags=task.tags())
        old, new = before.get("Subscription", []), task.properties.get("Subscription", [])
        gone = [(each["Protocol"], each["Endpoint"]) for each in old if each not in new]
        for each in sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]:
            if (each["Protocol"], each["Endpoint"]) in gone:
                sns.unsubscribe(SubscriptionArn=each["SubscriptionArn"])
        self._subscribe(task, arn, [each for each in new if each not in old])
        return made

    def delete(self, task: Task, made: Made) -> None:
        task.client("sns").delete_topic(TopicArn=made.identifier)

    def _subscribe(self, task: Task, arn: str, subscriptions: list[dict[str, str]]) -> None:
        for each in subscriptions:
            task.client("sns").subscribe(TopicArn=arn, Protocol=each["Protocol"], Endpoint=each["Endpoint"])


@provides("AWS::SNS::TopicPolicy", "PolicyDocument", "Topics")
class TopicPolicy(ResourceType):
    def create(self, task: Task) -> Made:
        self._put(task, task.properties["Topics"], task.properties["PolicyDocument"])
        return Made(task.name, {"Id": task.name})

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        self._put_back(task, [each for each in before["Topics"] if each not in task.properties["Topics"]])
        self._put(task, task.properties["Topics"], task.properties["PolicyDocument"])
        return made

    def delete(self, task: Task, made: Made) -> None:
        self._put_back(task, task.properties["Topics"])

    def _put_back(self, task: Task, arns: list[str]) -> None:
        """A topic without a policy of one's own lets its account use it."""
        for arn in arns:
            condition = {"StringEquals": {"AWS:SourceOwner": task.aws.account}}
            statement = {"Sid": "__default_statement_ID", "Effect": "Allow", "Principal": {"AWS": "*"}}
            statement |= {"Action": ["SNS:Publish", "SNS:Subscribe"], "Resource": arn, "Condition": condition}
            self._put(task, [arn], {"Version": "2008-10-17", "Statement": [statement]})

    def _put(self, task: Task, arns: list[str], policy: dict[str, Any]) -> None:
        for arn in arns:
            put = task.client("sns").set_topic_attributes
            put(TopicArn=arn, AttributeName="Policy", AttributeValue=json.dumps(policy))


@provides("AWS::SNS::Subscription", "Endpoint", "Protocol", "TopicArn", *SUBSCRIPTION_ATTRIBUTES)
class Subscription(ResourceType):
    def create(self, task: Task) -> Made:
        attributes = {key: text(value) for key, value in task.given(*SUBSCRIPTION_ATTRIBUTES).items()}
        where = task.given("TopicArn", "Protocol", "Endpoint")
        arn = task.client("sns").subscribe(**where, Attributes=attributes, ReturnSubscriptionArn=True)
        return Made(arn["SubscriptionArn"], {"Arn": arn["SubscriptionArn"]})

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        for key in {*before, *task.properties} & {*SUBSCRIPTION_ATTRIBUTES}:
            value = text(task.properties.get(key, "{}"))
            put = task.client("sns").set_subscription_attributes
            put(SubscriptionArn=made.identifier, AttributeName=key, AttributeValue=value)
        return made

    def delete(self, task: Task, made: Made) -> None:
        task.client("sns").unsubscribe(SubscriptionArn=made.identifier)
