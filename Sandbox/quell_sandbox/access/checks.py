"""One question a call puts to IAM; and the finders that know which questions an operation puts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..call import Call, Refusal
from . import table
from .names import action_name, prefix


@dataclass(frozen=True)
class Check:
    """An action on a resource, with the keys that this pair alone has. `owner` is the account of the resource."""

    action: str
    resource: str = "*"
    context: Mapping[str, Any] = field(default_factory=dict)
    owner: str | None = None


class Unknown(Refusal):
    """The sandbox does not know what IAM is asked: it must neither allow nor refuse."""

    def __init__(self, sentence: str) -> None:
        super().__init__("NotImplemented", f"The sandbox cannot authorize this call. {sentence}", 501)


# Of single operations, by their signing name and their own.
OPERATIONS: dict[tuple[str, str], Callable[[Call], list[Check]]] = {}
# Of the rest of a service: the ARNs of one type of resource in a request, by IAM's name of the service.
TYPES: dict[str, Callable[[Call, str], list[str]]] = {}


def finds(service: str, *operations: str) -> Callable:
    """The decorated function knows the checks of these operations."""

    def register(function: Callable[[Call], list[Check]]) -> Callable[[Call], list[Check]]:
        OPERATIONS.update({(service, operation): function for operation in operations})
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
    return usual(call, action_name(call))


def usual(call: Call, action: str) -> list[Check]:
    """By the table: each resource of each type that is in the request, or `*` for an action without types."""
    if table.entry(action) is None:
        raise Unknown(f"There is no action {action} in its table of IAM actions.")
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
    return [Check(action, arn) for arn in arns]
