"""AWS::Config."""

import json
from typing import Any

from ..resource_types import Made, Properties, ResourceType, Task, provides


def _lower_first(value: Any) -> Any:
    """Config's API begins its names with a small letter, its templates with a capital."""
    if isinstance(value, list):
        return [_lower_first(each) for each in value]
    if isinstance(value, dict):
        return {name[0].lower() + name[1:]: _lower_first(each) for name, each in value.items()}
    return value


def _start(task: Task) -> None:
    """CloudFormation starts the recorder as soon as there is a channel to deliver to."""
    config = task.client("config")
    recorders = config.describe_configuration_recorders()["ConfigurationRecorders"]
    if recorders and config.describe_delivery_channels()["DeliveryChannels"]:
        config.start_configuration_recorder(ConfigurationRecorderName=recorders[0]["name"])


@provides("AWS::Config::ConfigurationRecorder", "Name", "RecordingGroup", "RoleARN")
class ConfigurationRecorder(ResourceType):
    def create(self, task: Task) -> Made:
        return self._put(task, task.properties.get("Name", "default"))

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        return self._put(task, made.identifier)

    def delete(self, task: Task, made: Made) -> None:
        config = task.client("config")
        config.stop_configuration_recorder(ConfigurationRecorderName=made.identifier)
        config.delete_configuration_recorder(ConfigurationRecorderName=made.identifier)

    def _put(self, task: Task, name: str) -> Made:
        group = _lower_first(task.properties.get("RecordingGroup", {"AllSupported": True}))
        recorder = {"name": name, "roleARN": task.properties["RoleARN"], "recordingGroup": group}
        task.client("config").put_configuration_recorder(ConfigurationRecorder=recorder)
        _start(task)
        return Made(name)


@provides(
    "AWS::Config::DeliveryChannel",
    "ConfigSnapshotDeliveryProperties",
    "Name",
    "S3BucketName",
    "S3KeyPrefix",
    "S3KmsKeyArn",
    "SnsTopicARN",
)
class DeliveryChannel(ResourceType):
    def create(self, task: Task) -> Made:
        return self._put(task, task.properties.get("Name", "default"))

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        return self._put(task, made.identifier)

    def delete(self, task: Task, made: Made) -> None:
        """A channel of a running recorder cannot be deleted."""
        config = task.client("config")
        for each in config.describe_configuration_recorders()["ConfigurationRecorders"]:
            config.stop_configuration_recorder(ConfigurationRecorderName=each["name"])
        config.delete_delivery_channel(DeliveryChannelName=made.identifier)

    def _put(self, task: Task, name: str) -> Made:
        given = {key[0].lower() + key[1:]: value for key, value in task.properties.items() if key != "Name"}
        if "configSnapshotDeliveryProperties" in given:
            given["configSnapshotDeliveryProperties"] = _lower_first(given["configSnapshotDeliveryProperties"])
        task.client("config").put_delivery_channel(DeliveryChannel={"name": name, **given})
        _start(task)
        return Made(name)


@provides(
    "AWS::Config::ConfigRule",
    "ConfigRuleName",
    "Description",
    "InputParameters",
    "MaximumExecutionFrequency",
    "Scope",
    "Source",
)
class ConfigRule(ResourceType):
    def create(self, task: Task) -> Made:
        return self._put(task, task.properties.get("ConfigRuleName", task.name))

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        return self._put(task, made.identifier)

    def delete(self, task: Task, made: Made) -> None:
        task.client("config").delete_config_rule(ConfigRuleName=made.identifier)

    def _put(self, task: Task, name: str) -> Made:
        given = task.given("Description", "MaximumExecutionFrequency", "Scope", "Source")
        if (parameters := task.properties.get("InputParameters")) is not None:
            given["InputParameters"] = parameters if isinstance(parameters, str) else json.dumps(parameters)
        config = task.client("config")
        config.put_config_rule(ConfigRule={"ConfigRuleName": name, **given})
        (rule,) = config.describe_config_rules(ConfigRuleNames=[name])["ConfigRules"]
        return Made(name, {"Arn": rule["ConfigRuleArn"], "ConfigRuleId": rule["ConfigRuleId"]})
