"""AWS::Lambda."""

from typing import Any

from ..resource_types import Made, Properties, ResourceType, Task, provides

CONFIGURATION = (
    "DeadLetterConfig",
    "Description",
    "Environment",
    "EphemeralStorage",
    "Handler",
    "LoggingConfig",
    "MemorySize",
    "Role",
    "Runtime",
    "Timeout",
    "TracingConfig",
)
DEFAULTS: dict[str, Any] = {
    "DeadLetterConfig": {},
    "Description": "",
    "Environment": {"Variables": {}},
    "EphemeralStorage": {"Size": 512},
    "LoggingConfig": {"LogFormat": "Text"},
    "MemorySize": 128,
    "Timeout": 3,
    "TracingConfig": {"Mode": "PassThrough"},
}


@provides(
    "AWS::Lambda::Function",
    "Architectures",
    "Code",
    "FunctionName",
    "PackageType",
    "ReservedConcurrentExecutions",
    "Tags",
    *CONFIGURATION,
)
class Function(ResourceType):
    def create(self, task: Task) -> Made:
        name, client = task.properties.get("FunctionName", task.name[-64:]), task.client("lambda")
        given = task.given("Architectures", "Code", "PackageType", *CONFIGURATION)
        arn = client.create_function(FunctionName=name, Tags=task.tag_map(), **given)["FunctionArn"]
        made = task.begin(Made(name, {"Arn": arn}))
        self._reserve(task, name, None)
        return made

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        name, client = made.identifier, task.client("lambda")
        given = task.given(*CONFIGURATION)
        given |= {key: DEFAULTS[key] for key in before if key in DEFAULTS and key not in given}
        if any(given.get(key) != before.get(key) for key in CONFIGURATION):
            client.update_function_configuration(FunctionName=name, **given)
        code = task.given("Architectures") | task.properties["Code"]
        if code != {key: before[key] for key in ("Architectures",) if key in before} | before["Code"]:
            client.update_function_code(FunctionName=name, **code)
        self._reserve(task, name, before.get("ReservedConcurrentExecutions"))
        if task.tags():
            client.tag_resource(Resource=made.attributes["Arn"], Tags=task.tag_map())
        return made

    def delete(self, task: Task, made: Made) -> None:
        task.client("lambda").delete_function(FunctionName=made.identifier)

    def _reserve(self, task: Task, name: str, before: int | None) -> None:
        count, client = task.properties.get("ReservedConcurrentExecutions"), task.client("lambda")
        if count is not None:
            client.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=count)
        elif before is not None:
            client.delete_function_concurrency(FunctionName=name)


MAPPING = (
    "BatchSize",
    "Enabled",
    "FunctionName",
    "FunctionResponseTypes",
    "MaximumBatchingWindowInSeconds",
    "ScalingConfig",
)


@provides("AWS::Lambda::EventSourceMapping", "EventSourceArn", "Tags", *MAPPING)
class EventSourceMapping(ResourceType):
    def create(self, task: Task) -> Made:
        given = task.given("EventSourceArn", *MAPPING)
        made = task.client("lambda").create_event_source_mapping(**given, Tags=task.tag_map())
        return Made(made["UUID"], {"Id": made["UUID"], "EventSourceMappingArn": made["EventSourceMappingArn"]})

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        task.client("lambda").update_event_source_mapping(UUID=made.identifier, **task.given(*MAPPING))
        return made

    def delete(self, task: Task, made: Made) -> None:
        task.client("lambda").delete_event_source_mapping(UUID=made.identifier)


@provides(
    "AWS::Lambda::Permission",
    "Action",
    "EventSourceToken",
    "FunctionName",
    "Principal",
    "PrincipalOrgID",
    "SourceAccount",
    "SourceArn",
)
class Permission(ResourceType):
    """Every change makes a new one."""

    def create(self, task: Task) -> Made:
        task.client("lambda").add_permission(StatementId=task.name, **task.properties)
        return Made(task.name, {"Id": task.name})

    def delete(self, task: Task, made: Made) -> None:
        name = task.properties["FunctionName"]
        task.client("lambda").remove_permission(FunctionName=name, StatementId=made.identifier)
