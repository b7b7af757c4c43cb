"""AWS::DynamoDB."""

from typing import Any

from ..resource_types import Made, Properties, ResourceType, Task, provides

CREATION = (
    "AttributeDefinitions",
    "BillingMode",
    "GlobalSecondaryIndexes",
    "KeySchema",
    "LocalSecondaryIndexes",
    "ProvisionedThroughput",
    "StreamSpecification",
    "TableClass",
)


@provides(
    "AWS::DynamoDB::Table",
    "DeletionProtectionEnabled",
    "PointInTimeRecoverySpecification",
    "SSESpecification",
    "TableName",
    "Tags",
    "TimeToLiveSpecification",
    *CREATION,
)
class Table(ResourceType):
    def create(self, task: Task) -> Made:
        name, client = task.properties.get("TableName", task.name), task.client("dynamodb")
        given = task.given(*CREATION, "DeletionProtectionEnabled")
        if "StreamSpecification" in given:
            given["StreamSpecification"] = {"StreamEnabled": True, **given["StreamSpecification"]}
        given |= _encryption(task.properties)
        table = client.create_table(TableName=name, Tags=task.tags(), **given)["TableDescription"]
        made = task.begin(Made(name, {"Arn": table["TableArn"], "StreamArn": table.get("LatestStreamArn")}))
        self._settle(task, name)
        return made

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        client, name, given = task.client("dynamodb"), made.identifier, task.properties
        for key in ("KeySchema", "LocalSecondaryIndexes"):
            if given.get(key) != before.get(key):
                raise ValueError(f"{key} cannot be changed without a new name")
        changes = task.given("BillingMode", "ProvisionedThroughput", "TableClass")
        changes["DeletionProtectionEnabled"] = given.get("DeletionProtectionEnabled", False)
        if given.get("SSESpecification") != before.get("SSESpecification"):
            changes |= _encryption(given)
        client.update_table(TableName=name, **changes)
        for change in _index_changes(before.get("GlobalSecondaryIndexes", []), given.get("GlobalSecondaryIndexes", [])):
            definitions = given["AttributeDefinitions"]
            client.update_table(
                TableName=name, AttributeDefinitions=definitions, GlobalSecondaryIndexUpdates=[change]
            )
        self._settle(task, name)
        return made

    def delete(self, task: Task, made: Made) -> None:
        task.client("dynamodb").delete_table(TableName=made.identifier)

    def _settle(self, task: Task, name: str) -> None:
        client = task.client("dynamodb")
        if recovery := task.properties.get("PointInTimeRecoverySpecification"):
            client.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=recovery)
        if expiry := task.properties.get("TimeToLiveSpecification"):
            client.update_time_to_live(TableName=name, TimeToLiveSpecification=expiry)


def _encryption(properties: dict[str, Any]) -> dict[str, Any]:
    if "SSESpecification" not in properties:
        return {}
    given = dict(properties["SSESpecification"])
    return {"SSESpecification": {"Enabled": given.pop("SSEEnabled"), **given}}


def _index_changes(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One index a call, as DynamoDB wants it: those that change are made anew."""
    old, new = ({each["IndexName"]: each for each in indexes} for indexes in (before, after))
    gone = [{"Delete": {"IndexName": name}} for name in old if old[name] != new.get(name)]
    return gone + [{"Create": each} for name, each in new.items() if each != old.get(name)]
