"""One question a call puts to IAM; and the finders that know which questions an operation puts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..call import Call, Refusal
from . import table
from .names import action_name, prefix
from .parameters import tag_keys, tags

# The action that is asked as well when something is made with tags.
TAGGING_AT_CREATION = {
    "dynamodb": "dynamodb:TagResource",
    "elasticloadbalancing": "elasticloadbalancing:AddTags",
    "events": "events:TagResource",
    "guardduty": "guardduty:TagResource",
    "kms": "kms:TagResource",
    "lambda": "lambda:TagResource",
    "logs": "logs:TagResource",
    "rds": "rds:AddTagsToResource",
    "sns": "sns:TagResource",
    "sqs": "sqs:TagQueue",
}


@dataclass(frozen=True)
class Check:
    """An action on a resource, with the keys that this pair alone has. `owner` is the account of the resource.

    `service_answers`: the service itself asks the policy of a resource of another account, and answers entry by entry.
    """

    action: str
    resource: str = "*"
    context: Mapping[str, Any] = field(default_factory=dict)
    owner: str | None = None
    service_answers: bool = False


class Unknown(Refusal):
    """The sandbox does not know what IAM is asked: it must neither allow nor refuse."""

    def __init__(self, sentence: str) -> None:
        super().__init__("NotImplemented", f"The sandbox cannot authorize this call. {sentence}", 501)


# Of single operations, by their signing name and their own.
OPERATIONS: dict[tuple[str, str], Callable[[Call], list[Check]]] = {}
# Of all operations of a service that have none of their own; one that answers nothing leaves it to the table.
SERVICES: dict[str, Callable[[Call], "list[Check] | None"]] = {}
# Of the rest of a service: the ARNs of one type of resource in a request, by IAM's name of the service.
TYPES: dict[str, Callable[[Call, str], list[str]]] = {}


def finds(service: str, *operations: str) -> Callable:
    """The decorated function knows the checks of these operations."""

    def register(function: Callable[[Call], list[Check]]) -> Callable[[Call], list[Check]]:
        OPERATIONS.update({(service, operation): function for operation in operations})
        return function

    return register


def finds_rest(service: str) -> Callable:
    """The decorated function knows the checks of the other operations of a service, or of some of them."""

    def register(function: Callable[[Call], list[Check] | None]) -> Callable[[Call], list[Check] | None]:
        SERVICES[service] = function
        return function

    return register


def finds_types(service: str) -> Callable:
    """The decorated function finds the ARNs of a type of resource in any request of the service."""

    def register(function: Callable[[Call, str], list[str]]) -> Callable[[Call, str], list[str]]:
        TYPES[service] = function
        return function

    return register


def checks_of(call: Call) -> list[Check]:
    """All that IAM is asked by a call; raises `Unknown` when that is not known."""
    if finder := OPERATIONS.get((call.service, call.operation)):
        return finder(call)
    if table.entry(action_name(call)) is None:
        raise Unknown(f"There is no action {action_name(call)} in its table of IAM actions.")
    service = SERVICES.get(call.service)
    found = service(call) if service else None
    return usual(call, action_name(call)) if found is None else found


def usual(call: Call, action: str) -> list[Check]:
    """By the table: each resource of each type that is in the request, or `*` for an action without types."""
    types = table.resource_types(action)
    if not types:
        return [Check(action)]
    find = TYPES.get(prefix(call))
    if find is None:
        raise Unknown(f"It does not know the resources of {action}: {', '.join(types)}.")
    found = {name: find(call, name) for name in types}
    missing = [name for name, required in types.items() if required and not found[name]]
    if missing and len(missing) == sum(types.values()):
        raise Unknown(f"It does not find the {' or '.join(missing)} of {action} in the request.")
    arns = list(dict.fromkeys(arn for each in found.values() for arn in each))
    if not arns:
        # Every type is optional and none is named: the action is on the account.
        return [Check(action)]
    context = request_tags(call, action)
    checks = [Check(action, arn, context) for arn in arns]
    if call.operation.startswith("Create") and tags(call) and (tagging := TAGGING_AT_CREATION.get(prefix(call))):
        checks += [Check(tagging, arn, context) for arn in arns]
    return checks


def request_tags(call: Call, action: str) -> dict[str, Any]:
    """The tags in a request as keys of the context, for an action that has them."""
    supported = table.keys(action)
    found: dict[str, Any] = {}
    if "aws:RequestTag/${TagKey}" in supported:
        found |= {f"aws:RequestTag/{key}": value for key, value in tags(call).items()}
    if "aws:TagKeys" in supported and (given := tag_keys(call)):
        found["aws:TagKeys"] = given
    return found
