"""Every call is allowed by all the policies that AWS would look at, or refused in the words AWS would use."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import unquote

from .access.checks import Check, Unknown, checks_of
from .access.context import owner_of, request_of
from .access.resource_policies import resource_policies
from .call import Call, Refusal
from .error_answers import family
from .permissions_used import RESOURCE, TRUST, Held, documents, needs
from .policies import Decision, PolicyError, Request, evaluate
from .policies.documents import as_list
from .principals import Principal, iam
from .state import STATE

# AWS attaches these everywhere; they cannot be taken away here.
FULL_ACCESS: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"},
}
OPEN = {"Version": "2012-10-17", "Statement": {**FULL_ACCESS["Statement"], "Principal": "*"}}
REFUSALS = {
    "ec2": ("UnauthorizedOperation", 403),
    "s3": ("AccessDenied", 403),
    "query": ("AccessDenied", 403),
    "json": ("AccessDeniedException", 400),
}


def authorize(call: Call) -> None:
    """Refuses the call as its service would when any of its checks is not allowed."""
    if is_exempt(call):
        return
    for check in checks_of(call):
        decision = decide(call, check)
        if not decision.allowed:
            raise refusal(call, check, decision)


def is_exempt(call: Call) -> bool:
    """They may do everything but assume roles that do not trust them."""
    return is_operator(call) and (call.service, call.operation) != ("sts", "AssumeRole")


def is_operator(call: Call) -> bool:
    """Operators make the scenery, unless a test has made them administrators like any other."""
    return call.access_key_id in STATE.operator_keys and not STATE.operators_subject


def decide(call: Call, check: Check) -> Decision:
    """What the policies of all layers say to one check; `Unknown` for what they ask and the sandbox cannot tell.

    The call is told which permissions it could not do without.
    """
    principal = call.principal
    owner = owner_of(check, principal)
    session = principal.session
    beyond = STATE.management_account, *([principal.account, owner] if is_operator(call) else [])
    try:
        request = request_of(call, check)
        identity, resource = list(_identity_policies(principal)), _resource_policies(call, check, owner)
        ask = partial(
            evaluate,
            request,
            boundary=_boundary(principal),
            session=[json.loads(session.policy)] if session and session.policy else None,
            scps=[] if principal.account in beyond else [[FULL_ACCESS, *STATE.service_control]],
            rcps=[] if owner in beyond else STATE.resource_control,
        )
        decision = ask(identity=documents(identity), resource_policies=documents(resource))
        if decision.allowed:
            call.needs += needed(request, ask, identity, resource)
        return decision
    except PolicyError as error:
        raise Unknown(f"A policy about {check.action} cannot be evaluated: {error}") from None


def needed(request: Request, ask: Any, identity: list[Held], resource: list[Held]) -> list[Any]:
    """Of the caller's own policies and of those of the resource, for a request that is allowed."""
    own = needs(request, identity, lambda given: ask(identity=given, resource_policies=documents(resource)))
    others = needs(request, resource, lambda given: ask(identity=documents(identity), resource_policies=given))
    return [*own, *others]


def _resource_policies(call: Call, check: Check, owner: str) -> list[Held]:
    if check.service_answers and owner != call.principal.account:
        return [Held(check.resource, RESOURCE, OPEN)]
    name = TRUST if check.action.startswith("sts:") else RESOURCE
    return [Held(check.resource, name, each) for each in resource_policies(check, owner, call.region)]


def refusal(call: Call, check: Check, decision: Decision) -> Refusal:
    code, status = REFUSALS[family(call)]
    on = f" on resource: {check.resource}" if check.resource != "*" else ""
    sentence = f"User: {call.principal.arn} is not authorized to perform: {check.action}{on} {decision.reason}"
    if code == "UnauthorizedOperation":
        sentence = f"You are not authorized to perform this operation. {sentence}"
    return Refusal(code, sentence, status)


def _identity_policies(principal: Principal) -> Iterator[Held]:
    yield from held_by(principal.entity)
    if principal.session is None:
        for group in iam(principal.account).get_groups_for_user(principal.entity.name):
            yield from held_by(group)


def held_by(entity: Any) -> Iterator[Held]:
    """The inline and the managed policies of a user, a role or a group."""
    for name, policy in entity.policies.items():
        yield Held(entity.arn, name, document(policy))
    for policy in entity.managed_policies.values():
        yield Held(entity.arn, policy.arn, document(policy))


def _boundary(principal: Principal) -> dict | None:
    arn = getattr(principal.entity, "permissions_boundary_arn", None)
    return document(iam(principal.account).managed_policies[arn]) if arn else None


def document(policy: Any) -> dict:
    """The document of an inline policy (text) or of the default version of a managed one."""
    if hasattr(policy, "versions"):
        policy = next(version.document for version in policy.versions if version.is_default)
    if isinstance(policy, dict):
        return policy
    return json.loads(policy if policy.lstrip().startswith("{") else unquote(policy))


__all__ = ["as_list", "authorize", "decide", "document"]
