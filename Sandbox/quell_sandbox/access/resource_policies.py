"""The policies that lie on resources: of roles, buckets, queues, topics, keys, buses and functions."""

import json
from collections.abc import Callable
from typing import Any

from moto.awslambda.models import lambda_backends
from moto.events.models import events_backends
from moto.kms.models import kms_backends
from moto.s3.models import s3_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from ..principals import ACCOUNTS, iam
from .checks import Check

Document = dict[str, Any]


def resource_policies(check: Check, owner: str, region: str) -> list[Document]:
    """Those of the resource of a check. IAM's own actions are on roles, but not asked of their trust."""
    if check.resource == "*" or owner not in ACCOUNTS:
        return []
    parts = check.resource.split(":", 5)
    service = check.action.partition(":")[0]
    if service == "sts" and parts[2] == "iam":
        return trust_policy(check.resource)
    reader = READERS.get(parts[2]) if parts[2] == service else None
    text = reader(owner, parts[3] or region, parts[5], check.resource) if reader else None
    return [read(text)] if text else []


def read(policy: Any) -> Document:
    """A policy as text, bytes or document."""
    return policy if isinstance(policy, dict) else json.loads(policy)


def trust_policy(arn: str) -> list[Document]:
    account = arn.split(":")[4]
    role = next((each for each in list(iam(account).roles.values()) if each.arn == arn), None)
    return [read(role.assume_role_policy_document)] if role else []


def _s3(account: str, region: str, rest: str, arn: str) -> Any:
    bucket = s3_backends[account]["aws"].buckets.get(rest.partition("/")[0])
    return bucket.policy if bucket else None


def _sqs(account: str, region: str, rest: str, arn: str) -> Any:
    queue = sqs_backends[account][region].queues.get(rest)
    return queue.policy if queue else None


def _sns(account: str, region: str, rest: str, arn: str) -> Any:
    topic = sns_backends[account][region].topics.get(arn)
    return topic._policy_json if topic else None


def _kms(account: str, region: str, rest: str, arn: str) -> Any:
    key = kms_backends[account][region].keys.get(rest.removeprefix("key/"))
    return key.policy if key else None


def _events(account: str, region: str, rest: str, arn: str) -> Any:
    bus = events_backends[account][region].event_buses.get(rest.removeprefix("event-bus/"))
    return bus.policy if bus and rest.startswith("event-bus/") else None


def _lambda(account: str, region: str, rest: str, arn: str) -> Any:
    words = rest.split(":")
    if words[0] != "function":
        return None
    functions = lambda_backends[account][region]._lambdas.latest()
    found = next((each for each in functions if each.function_name == words[1]), None)
    return found.policy.get_policy()["Policy"] if found and found.policy.statements else None


READERS: dict[str, Callable[[str, str, str, str], Any]] = {
    "events": _events,
    "kms": _kms,
    "lambda": _lambda,
    "s3": _s3,
    "sns": _sns,
    "sqs": _sqs,
}
