"""AWS::Logs."""

from ..resource_types import Made, Properties, ResourceType, Task, provides


@provides("AWS::Logs::LogGroup", "LogGroupName", "KmsKeyId", "LogGroupClass", "RetentionInDays", "Tags")
class LogGroup(ResourceType):
    def create(self, task: Task) -> Made:
        name, logs = task.properties.get("LogGroupName", task.name), task.client("logs")
        given = {"kmsKeyId": task.properties.get("KmsKeyId"), "logGroupClass": task.properties.get("LogGroupClass")}
        given = {key: value for key, value in given.items() if value}
        logs.create_log_group(logGroupName=name, tags=task.tag_map(), **given)
        made = task.begin(Made(name, {"Arn": task.aws.arn("logs", f"log-group:{name}:*")}))
        self._retain(task, name)
        return made

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        self._retain(task, made.identifier)
        if task.tags():
            task.client("logs").tag_log_group(logGroupName=made.identifier, tags=task.tag_map())
        return made

    def delete(self, task: Task, made: Made) -> None:
        task.client("logs").delete_log_group(logGroupName=made.identifier)

    def _retain(self, task: Task, name: str) -> None:
        logs = task.client("logs")
        if days := task.properties.get("RetentionInDays"):
            logs.put_retention_policy(logGroupName=name, retentionInDays=days)
        else:
            logs.delete_retention_policy(logGroupName=name)
