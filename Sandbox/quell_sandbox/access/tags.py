"""The tags that the resources of requests have now, whoever set them and however."""

from collections.abc import Callable
from typing import Any

from moto.autoscaling.models import autoscaling_backends
from moto.awslambda.models import lambda_backends
from moto.cloudwatch.models import cloudwatch_backends
from moto.dynamodb.models import dynamodb_backends
from moto.ec2.models import ec2_backends
from moto.elb.models import elb_backends
from moto.elbv2.models import elbv2_backends
from moto.events.models import events_backends
from moto.kms.models import kms_backends
from moto.logs.models import logs_backends
from moto.rds.models import rds_backends
from moto.s3.models import s3_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from ..principals import iam
from ..state import STATE

Tags = dict[str, str]


def resource_tags(arn: str, owner: str, region: str) -> Tags | None:
    """The tags of a resource; none for what does not exist, and None when they cannot be told here."""
    if arn == "*" or arn.endswith(("/*", ":*")):
        return {}
    parts = arn.split(":", 5)
    reader = READERS.get(parts[2])
    return None if reader is None else reader(owner, parts[3] or region, parts[5], arn)


def _pairs(given: Any) -> Tags:
    """moto's many forms of tags as one."""
    if isinstance(given, dict):
        return {key: value["Value"] if isinstance(value, dict) else value for key, value in given.items()}
    return {each.get("Key", each.get("key")): each.get("Value", each.get("value")) or "" for each in given or []}


def _ec2(account: str, region: str, rest: str, arn: str) -> Tags:
    # A look must not leave an empty entry in moto's dictionary.
    return dict(ec2_backends[account][region].tags.get(rest.partition("/")[2], {}))


def _iam(account: str, region: str, rest: str, arn: str) -> Tags:
    backend = iam(account)
    kind = rest.partition("/")[0]
    if kind == "user":
        return _pairs(backend.tagger.list_tags_for_resource(arn)["Tags"])
    known = {"role": backend.roles, "policy": backend.managed_policies, "instance-profile": backend.instance_profiles}
    found = next((each for each in list(known.get(kind, {}).values()) if each.arn == arn), None)
    return _pairs(found.tags) if found else {}


def _s3(account: str, region: str, rest: str, arn: str) -> Tags:
    """Objects have tags under another key, s3:ExistingObjectTag, and buckets only where tag-based access is turned on."""
    if "/" in rest:
        return {}
    bucket = s3_backends[account]["aws"].buckets.get(rest)
    return _pairs(s3_backends[account]["aws"].tagger.get_tag_dict_for_resource(bucket.arn)) if bucket else {}


def _autoscaling(account: str, region: str, rest: str, arn: str) -> Tags:
    group = autoscaling_backends[account][region].autoscaling_groups.get(rest.rpartition("/")[2])
    return _pairs(group.tags) if group else {}


def _attribute(backends: Any, collection: str, name: Callable[[str, str], str], member: str = "tags") -> Callable[..., Tags]:
    """Of services whose objects hold their own tags."""

    def read(account: str, region: str, rest: str, arn: str) -> Tags:
        found = getattr(backends[account][region], collection).get(name(rest, arn))
        return _pairs(getattr(found, member)) if found else {}

    return read


def _tagger(backends: Any) -> Callable[..., Tags]:
    """Of services whose backend keeps the tags of all by ARN."""

    def read(account: str, region: str, rest: str, arn: str) -> Tags:
        return dict(backends[account][region].tagger.get_tag_dict_for_resource(arn))

    return read


def _rds(account: str, region: str, rest: str, arn: str) -> Tags:
    kind, _, name = rest.partition(":")
    backend = rds_backends[account][region]
    collections = {
        "db": backend.databases,
        "cluster": backend.clusters,
        "snapshot": backend.database_snapshots,
        "cluster-snapshot": backend.cluster_snapshots,
    }
    found = collections.get(kind, {}).get(name)
    return _pairs(found.tags) if found else {}


def _balancing(account: str, region: str, rest: str, arn: str) -> Tags:
    backend = elbv2_backends[account][region]
    if classic := elb_backends[account][region].load_balancers.get(rest.removeprefix("loadbalancer/")):
        return _pairs(classic.tags)
    if arn in backend.target_groups or arn in backend.load_balancers:
        return dict(backend.describe_tags([arn])[arn])
    return {}


def _kms(account: str, region: str, rest: str, arn: str) -> Tags:
    tagger = kms_backends[account][region].tagger
    return {each["TagKey"]: each["TagValue"] for each in tagger.list_tags_for_resource(rest.removeprefix("key/"))["Tags"]}


def _lambda(account: str, region: str, rest: str, arn: str) -> Tags:
    if not rest.startswith("function:"):
        return {}
    functions = lambda_backends[account][region]._lambdas.latest()
    found = next((each for each in functions if each.function_name == rest.split(":")[1]), None)
    return _pairs(found.tags) if found else {}


def _ssm(account: str, region: str, rest: str, arn: str) -> Tags:
    kind, _, name = rest.partition("/")
    found = STATE.automations[(account, region)].get(name) if kind == "automation-execution" else None
    return _pairs(found["Tags"]) if found else {}


def _none(account: str, region: str, rest: str, arn: str) -> Tags:
    return {}


READERS: dict[str, Callable[[str, str, str, str], Tags]] = {
    "autoscaling": _autoscaling,
    "cloudwatch": _tagger(cloudwatch_backends),
    "dynamodb": _attribute(dynamodb_backends, "tables", lambda rest, arn: rest.split("/")[1]),
    "ec2": _ec2,
    "elasticloadbalancing": _balancing,
    "events": _tagger(events_backends),
    "iam": _iam,
    "kms": _kms,
    "lambda": _lambda,
    "logs": lambda account, region, rest, arn: dict(
        logs_backends[account][region].tagger.get_tag_dict_for_resource(arn.partition(":log-stream:")[0])
    ),
    "rds": _rds,
    "s3": _s3,
    "sns": _attribute(sns_backends, "topics", lambda rest, arn: arn, "_tags"),
    "sqs": _attribute(sqs_backends, "queues", lambda rest, arn: rest),
    "ssm": _ssm,
    # Nothing of these is tagged here.
    "cloudformation": _none,
    "cloudtrail": _none,
    "config": _none,
    "guardduty": _none,
    "securityhub": _none,
}
