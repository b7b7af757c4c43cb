"""AWS::CloudWatch."""

import json

from ..resource_types import Made, Properties, ResourceType, Task, provides

ALARM = (
    "ActionsEnabled",
    "AlarmActions",
    "AlarmDescription",
    "ComparisonOperator",
    "DatapointsToAlarm",
    "Dimensions",
    "EvaluateLowSampleCountPercentile",
    "EvaluationPeriods",
    "ExtendedStatistic",
    "InsufficientDataActions",
    "MetricName",
    "Metrics",
    "Namespace",
    "OKActions",
    "Period",
    "Statistic",
    "Threshold",
    "ThresholdMetricId",
    "TreatMissingData",
    "Unit",
)


@provides("AWS::CloudWatch::Alarm", "AlarmName", "Tags", *ALARM)
class Alarm(ResourceType):
    def create(self, task: Task) -> Made:
        return self._put(task, task.properties.get("AlarmName", task.name))

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        return self._put(task, made.identifier)

    def delete(self, task: Task, made: Made) -> None:
        task.client("cloudwatch").delete_alarms(AlarmNames=[made.identifier])

    def _put(self, task: Task, name: str) -> Made:
        task.client("cloudwatch").put_metric_alarm(AlarmName=name, Tags=task.tags(), **task.given(*ALARM))
        return Made(name, {"Arn": task.aws.arn("cloudwatch", f"alarm:{name}")})


@provides("AWS::CloudWatch::Dashboard", "DashboardBody", "DashboardName")
class Dashboard(ResourceType):
    def create(self, task: Task) -> Made:
        return self._put(task, task.properties.get("DashboardName", task.name))

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        return self._put(task, made.identifier)

    def delete(self, task: Task, made: Made) -> None:
        task.client("cloudwatch").delete_dashboards(DashboardNames=[made.identifier])

    def _put(self, task: Task, name: str) -> Made:
        """CloudWatch refuses a body that is not JSON; so does this, whatever moto stores."""
        body = task.properties["DashboardBody"]
        if not isinstance(json.loads(body).get("widgets"), list):
            raise ValueError("The field DashboardBody must have widgets")
        task.client("cloudwatch").put_dashboard(DashboardName=name, DashboardBody=body)
        return Made(name)
