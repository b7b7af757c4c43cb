"""AWS::SecurityHub and AWS::GuardDuty."""

from ..resource_types import Made, Properties, ResourceType, Task, provides


@provides("AWS::SecurityHub::ActionTarget", "Description", "Id", "Name")
class ActionTarget(ResourceType):
    def create(self, task: Task) -> Made:
        arn = task.client("securityhub").create_action_target(**task.properties)["ActionTargetArn"]
        return Made(arn, {"ActionTargetArn": arn})

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        given = task.given("Description", "Name")
        task.client("securityhub").update_action_target(ActionTargetArn=made.identifier, **given)
        return made

    def delete(self, task: Task, made: Made) -> None:
        task.client("securityhub").delete_action_target(ActionTargetArn=made.identifier)


@provides("AWS::SecurityHub::Hub", "AutoEnableControls", "ControlFindingGenerator", "EnableDefaultStandards", "Tags")
class Hub(ResourceType):
    def create(self, task: Task) -> Made:
        given = task.given("ControlFindingGenerator", "EnableDefaultStandards")
        task.client("securityhub").enable_security_hub(Tags=task.properties.get("Tags", {}), **given)
        task.begin(Made("hub"))
        return self._configure(task)

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        return self._configure(task)

    def delete(self, task: Task, made: Made) -> None:
        task.client("securityhub").disable_security_hub()

    def _configure(self, task: Task) -> Made:
        hub = task.client("securityhub")
        if given := task.given("AutoEnableControls", "ControlFindingGenerator"):
            hub.update_security_hub_configuration(**given)
        arn = hub.describe_hub()["HubArn"]
        return Made(arn, {"ARN": arn})


@provides("AWS::GuardDuty::Detector", "DataSources", "Enable", "Features", "FindingPublishingFrequency", "Tags")
class Detector(ResourceType):
    def create(self, task: Task) -> Made:
        given = task.given("DataSources", "Enable", "Features", "FindingPublishingFrequency")
        made = task.client("guardduty").create_detector(Tags=task.tag_map(), **given)["DetectorId"]
        return Made(made, {"Id": made})

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        given = task.given("DataSources", "Enable", "Features", "FindingPublishingFrequency")
        task.client("guardduty").update_detector(DetectorId=made.identifier, **given)
        return made

    def delete(self, task: Task, made: Made) -> None:
        task.client("guardduty").delete_detector(DetectorId=made.identifier)
