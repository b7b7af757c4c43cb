"""Which permissions were needed: each Allow of a policy without which a call that succeeded would have been refused.

A permission is one action of one statement. Where two statements allow the same, neither was needed: either of them
could go. What boundaries, sessions and control policies allow is none of a role's.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .policies import Decision, Request, applies
from .policies.documents import as_list, read_statements
from .state import STATE

# The names of policies that have none of their own.
TRUST, RESOURCE = "trust", "resource"
Document = dict[str, Any]


@dataclass(frozen=True)
class Held:
    """A policy and the ARN of what holds it: a role, a user, or the resource that it lies on."""

    holder: str
    name: str
    document: Document


@dataclass(frozen=True)
class Need:
    holder: str
    policy: str
    sid: str | None
    action: str


def documents(held: Sequence[Held]) -> list[Document]:
    return [each.document for each in held]


def needs(
    request: Request, held: Sequence[Held], ask: Callable[[list[Document]], Decision]
) -> Iterator[Need]:
    """`ask` decides about the request, which is allowed, with other documents in place of those that are held."""
    whole = documents(held)
    for place, policy in enumerate(held):
        given = as_list(policy.document["Statement"])
        for index, each in enumerate(given):
            [statement] = read_statements({**policy.document, "Statement": [each]})
            if statement.denies or not applies(statement, request):
                continue
            rest = {**policy.document, "Statement": [*given[:index], *given[index + 1 :]]}
            if not ask([*whole[:place], rest, *whole[place + 1 :]]):
                yield Need(policy.holder, policy.name, statement.sid, request.action)


def remember(found: Sequence[Need], by: str) -> None:
    """`by` is the call that succeeded, or the service that acted by itself."""
    for need in found:
        STATE.permissions_used.setdefault(need, Counter())[by] += 1


def told() -> list[dict[str, Any]]:
    """Everything since the last reset, for the control plane."""
    return [
        {"holder": need.holder, "policy": need.policy, "sid": need.sid, "action": need.action, "by": dict(by)}
        for need, by in list(STATE.permissions_used.items())
    ]
