"""SQS, SNS, EventBridge, Lambda, CloudWatch and its logs."""

from moto.events.models import events_backends

from ..call import Call, Refusal
from . import table
from .checks import Check, Unknown, finds, finds_types
from .names import action_name
from .parameters import listed, one
from .roles import pass_role


def _arn(call: Call, service: str, rest: str) -> str:
    return f"arn:aws:{service}:{call.region}:{call.account}:{rest}"


@finds_types("sqs")
def queue(call: Call, kind: str) -> list[str]:
    """The account is that of the queue's address."""
    if name := one(call, "QueueName"):
        return [f"arn:aws:sqs:{call.region}:{one(call, 'QueueOwnerAWSAccountId') or call.account}:{name}"]
    found = [f"arn:aws:sqs:{call.region}:{':'.join(each.rsplit('/', 2)[1:])}" for each in listed(call, "QueueUrl")]
    return found + listed(call, "SourceArn")


@finds_types("sns")
def topic(call: Call, kind: str) -> list[str]:
    if call.operation == "CreateTopic":
        return [_arn(call, "sns", one(call, "Name") or "")]
    return listed(call, "TopicArn", "TargetArn", "ResourceArn")


@finds("sns", "Publish")
def publish(call: Call) -> list[Check]:
    """A message to a telephone has no topic."""
    return [Check("sns:Publish", each) for each in topic(call, "topic")] or [Check("sns:Publish")]


def bus_arn(call: Call, name: str | None) -> str:
    name = name or "default"
    return name if name.startswith("arn:") else _arn(call, "events", f"event-bus/{name}")


def rule_arn(call: Call, name: str) -> str:
    bus = bus_arn(call, one(call, "EventBusName")).rpartition("event-bus/")[2]
    return _arn(call, "events", f"rule/{name}" if bus == "default" else f"rule/{bus}/{name}")


@finds_types("events")
def event_resource(call: Call, kind: str) -> list[str]:
    given = listed(call, "ResourceARN")
    if kind == "event-bus":
        return [bus_arn(call, each) for each in listed(call, "Name", "EventBusName", "EventSourceArn")] + given
    if kind in ("rule-on-default-event-bus", "rule-on-custom-event-bus"):
        custom = one(call, "EventBusName") not in (None, "default")
        if custom is not kind.endswith("custom-event-bus"):
            return []
        return [rule_arn(call, each) for each in listed(call, "Name", "Rule")] + given
    kinds = {"archive": "ArchiveName", "replay": "ReplayName", "connection": "Name", "api-destination": "Name"}
    return [_arn(call, "events", f"{kind}/{each}") for each in listed(call, kinds[kind])] if kind in kinds else []


@finds("events", "PutEvents")
def put_events(call: Call) -> list[Check]:
    """Each entry by itself: buses see the source and the type of what is sent to them."""
    entries = call.input.get("Entries") or []
    if not all(isinstance(each, dict) for each in entries):
        raise Refusal("ValidationException", "Entries must be objects.")
    return [
        Check(
            "events:PutEvents",
            bus_arn(call, each.get("EventBusName")),
            {
                "events:source": [each.get("Source") or ""],
                "events:detail-type": [each.get("DetailType") or ""],
                "events:eventBusInvocation": "false",
            },
            service_answers=True,
        )
        for each in entries
    ]


@finds("events", "PutTargets")
def put_targets(call: Call) -> list[Check]:
    targets = call.input.get("Targets") or []
    context = {"events:TargetArn": [each["Arn"] for each in targets if "Arn" in each]}
    rule = Check("events:PutTargets", rule_arn(call, one(call, "Rule") or ""), context)
    return [rule, *(check for each in targets for check in pass_role(each.get("RoleArn"), "events.amazonaws.com"))]


def bus_owner_has(arn: str) -> bool:
    """Whether there is such a bus."""
    _, _, _, region, account, rest = arn.split(":", 5)
    return rest.removeprefix("event-bus/") in events_backends[account][region].event_buses


def function_arn(call: Call, name: str) -> str:
    """By its name, its partial ARN or its ARN, the version or alias with it."""
    if name.startswith("arn:"):
        return name
    name = name.rpartition(":function:")[2]
    qualifier = one(call, "Qualifier")
    return _arn(call, "lambda", f"function:{name}" + (f":{qualifier}" if qualifier else ""))


@finds_types("lambda")
def function(call: Call, kind: str) -> list[str]:
    if kind == "function":
        return [function_arn(call, each) for each in listed(call, "FunctionName", "Resource", "Resource_ARN")]
    if kind == "eventSourceMapping":
        return [_arn(call, "lambda", f"event-source-mapping:{each}") for each in listed(call, "UUID")]
    if kind in ("layer", "layerVersion"):
        layer, version = one(call, "LayerName"), one(call, "VersionNumber")
        wanted = layer and (kind == "layer" or version)
        return [_arn(call, "lambda", f"layer:{layer}" + (f":{version}" if kind != "layer" else ""))] if wanted else []
    return []


@finds("lambda", "CreateFunction", "UpdateFunctionConfiguration")
def make_function(call: Call) -> list[Check]:
    return [
        *(Check(action_name(call), each) for each in function(call, "function")),
        *pass_role(one(call, "Role"), "lambda.amazonaws.com"),
    ]


@finds("lambda", "CreateEventSourceMapping")
def map_source(call: Call) -> list[Check]:
    return [Check(action_name(call), "*", {"lambda:FunctionArn": function_arn(call, one(call, "FunctionName") or "")})]


@finds_types("logs")
def log_resource(call: Call, kind: str) -> list[str]:
    """AWS asks about a group as if about its streams, except where only its tags are meant."""
    group, stream = one(call, "logGroupName"), one(call, "logStreamName")
    arns = [each.removesuffix(":*") for each in listed(call, "resourceArn", "logGroupIdentifier", "logGroupArn")]
    if kind == "log-group" and group:
        return [_arn(call, "logs", f"log-group:{group}:log-stream:")]
    if kind == "log-stream" and group:
        return [_arn(call, "logs", f"log-group:{group}:log-stream:{stream or ''}")]
    return arns if kind == "log-group" else []


@finds_types("cloudwatch")
def watch(call: Call, kind: str) -> list[str]:
    if kind == "alarm":
        names = listed(call, "AlarmName", "AlarmNames")
        if not names and call.operation.startswith("Describe"):
            names = ["*"]
        return [_arn(call, "cloudwatch", f"alarm:{each}") for each in names] + listed(call, "ResourceARN")
    if kind == "dashboard":
        names = listed(call, "DashboardName", "DashboardNames")
        return [f"arn:aws:cloudwatch::{call.account}:dashboard/{each}" for each in names]
    return []


@finds("tagging", "TagResources", "UntagResources")
def tag_any(call: Call) -> list[Check]:
    """The tagging API has no keys of its own: the service's own tagging action is asked as well, with its keys."""
    adding = call.operation == "TagResources"
    given = call.input.get("Tags") or {}
    keys = list(given) if adding else call.input.get("TagKeys") or []
    context = {"aws:TagKeys": keys} | {f"aws:RequestTag/{key}": value for key, value in given.items()}
    checks = [Check(action_name(call))]
    for arn in call.input.get("ResourceARNList") or []:
        service = arn.split(":")[2]
        own = TAGGING.get((service, adding)) or f"{service}:{call.operation.removesuffix('s')}"
        if table.entry(own) is None:
            raise Unknown(f"It does not know the action that tags {arn}.")
        checks.append(Check(own, arn, {} if service == "s3" else context))
    return checks


TAGGING = {
    ("ec2", True): "ec2:CreateTags",
    ("ec2", False): "ec2:DeleteTags",
    ("s3", True): "s3:PutBucketTagging",
    ("s3", False): "s3:PutBucketTagging",
    ("rds", True): "rds:AddTagsToResource",
    ("rds", False): "rds:RemoveTagsFromResource",
    ("sqs", True): "sqs:TagQueue",
    ("sqs", False): "sqs:UntagQueue",
    ("elasticloadbalancing", True): "elasticloadbalancing:AddTags",
    ("elasticloadbalancing", False): "elasticloadbalancing:RemoveTags",
}
