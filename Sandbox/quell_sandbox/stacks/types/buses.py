"""AWS::Events."""

import json
from typing import Any

from ..resource_types import Made, Properties, ResourceType, Task, provides


@provides("AWS::Events::EventBus", "Name", "Description", "DeadLetterConfig", "KmsKeyIdentifier", "Policy", "Tags")
class EventBus(ResourceType):
    def create(self, task: Task) -> Made:
        name = task.properties["Name"]
        given = task.given("Name", "Description", "DeadLetterConfig", "KmsKeyIdentifier")
        arn = task.client("events").create_event_bus(**given, Tags=task.tags())["EventBusArn"]
        made = task.begin(Made(name, {"Arn": arn, "Name": name}))
        self._put_policy(task)
        return made

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        given = task.given("Name", "Description", "DeadLetterConfig", "KmsKeyIdentifier")
        task.client("events").update_event_bus(**given)
        self._put_policy(task)
        return made

    def delete(self, task: Task, made: Made) -> None:
        task.client("events").delete_event_bus(Name=made.identifier)

    def _put_policy(self, task: Task) -> None:
        if policy := task.properties.get("Policy"):
            document = policy if isinstance(policy, str) else json.dumps(policy)
            task.client("events").put_permission(EventBusName=task.properties["Name"], Policy=document)


@provides("AWS::Events::EventBusPolicy", "EventBusName", "Statement", "StatementId")
class EventBusPolicy(ResourceType):
    """One statement of the policy of a bus; the others stay."""

    def create(self, task: Task) -> Made:
        self._change(task, task.properties["Statement"])
        return Made(task.properties["StatementId"])

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        self._change(task, task.properties["Statement"])
        return made

    def delete(self, task: Task, made: Made) -> None:
        name = task.properties.get("EventBusName", "default")
        task.client("events").remove_permission(EventBusName=name, StatementId=task.properties["StatementId"])

    def _change(self, task: Task, statement: Any) -> None:
        events, name = task.client("events"), task.properties.get("EventBusName", "default")
        sid = task.properties["StatementId"]
        statement = json.loads(statement) if isinstance(statement, str) else statement
        policy = json.loads(events.describe_event_bus(Name=name).get("Policy") or "{}")
        others = [each for each in policy.get("Statement", []) if each.get("Sid") != sid]
        whole = {"Version": "2012-10-17", "Statement": [*others, {"Sid": sid, **statement}]}
        events.put_permission(EventBusName=name, Policy=json.dumps(whole))


@provides(
    "AWS::Events::Rule",
    "Name",
    "Description",
    "EventBusName",
    "EventPattern",
    "RoleArn",
    "ScheduleExpression",
    "State",
    "Tags",
    "Targets",
)
class Rule(ResourceType):
    def create(self, task: Task) -> Made:
        name = task.properties.get("Name", task.name[-64:])
        return self._put(task, name, [])

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        return self._put(task, made.attributes["RuleName"], before.get("Targets", []))

    def delete(self, task: Task, made: Made) -> None:
        events, name = task.client("events"), made.attributes["RuleName"]
        bus = task.properties.get("EventBusName", "default")
        if ids := [each["Id"] for each in events.list_targets_by_rule(Rule=name, EventBusName=bus)["Targets"]]:
            events.remove_targets(Rule=name, EventBusName=bus, Ids=ids)
        events.delete_rule(Name=name, EventBusName=bus)

    def _put(self, task: Task, name: str, before: list[dict[str, Any]]) -> Made:
        events, bus = task.client("events"), task.properties.get("EventBusName", "default")
        given = task.given("Description", "RoleArn", "ScheduleExpression", "State")
        if pattern := task.properties.get("EventPattern"):
            given["EventPattern"] = pattern if isinstance(pattern, str) else json.dumps(pattern)
        arn = events.put_rule(Name=name, EventBusName=bus, Tags=task.tags(), **given)["RuleArn"]
        bus_name = bus.rpartition("/")[2]
        made = task.begin(
            Made(name if bus_name == "default" else f"{bus_name}|{name}", {"Arn": arn, "RuleName": name})
        )
        targets = task.properties.get("Targets", [])
        if gone := [each["Id"] for each in before if each["Id"] not in [target["Id"] for target in targets]]:
            events.remove_targets(Rule=name, EventBusName=bus, Ids=gone)
        if targets:
            failed = events.put_targets(Rule=name, EventBusName=bus, Targets=targets)["FailedEntries"]
            if failed:
                raise ValueError(f"{failed[0]['ErrorCode']}: {failed[0]['ErrorMessage']}")
        return made
