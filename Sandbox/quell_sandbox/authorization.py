"""Every call is allowed by all the policies that AWS would look at, or refused in the words AWS would use."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from .access.checks import Check, Unknown, checks_of
from .access.context import owner_of, request_of
from .access.resource_policies import resource_policies
from .call import Call, Refusal
from .error_answers import family
from .policies import Decision, PolicyError, evaluate
from .policies.documents import as_list
from .principals import Principal, iam
from .state import STATE

# AWS attaches these everywhere; they cannot be taken away here.
FULL_ACCESS: dict[str, Any] = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
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
    """What the policies of all layers say to one check; `Unknown` for what they ask and the sandbox cannot tell."""
    principal = call.principal
    owner = owner_of(check, principal)
    session = principal.session
    beyond = STATE.management_account, *([principal.account, owner] if is_operator(call) else [])
    try:
        return evaluate(
            request_of(call, check),
            identity=list(_identity_policies(principal)),
            boundary=_boundary(principal),
            session=[json.loads(session.policy)] if session and session.policy else None,
            resource_policies=_resource_policies(call, check, owner),
            scps=[] if principal.account in beyond else [[FULL_ACCESS, *STATE.service_control]],
            rcps=[] if owner in beyond else STATE.resource_control,
        )
    except PolicyError as error:
        raise Unknown(f"A policy about {check.action} cannot be evaluated: {error}") from None


def _resource_policies(call: Call, check: Check, owner: str) -> list[dict]:
    if check.service_answers and owner != call.principal.account:
        return [OPEN]
    return resource_policies(check, owner, call.region)


def refusal(call: Call, check: Check, decision: Decision) -> Refusal:
    code, status = REFUSALS[family(call)]
    on = f" on resource: {check.resource}" if check.resource != "*" else ""
    sentence = f"User: {call.principal.arn} is not authorized to perform: {check.action}{on} {decision.reason}"
    if code == "UnauthorizedOperation":
        sentence = f"You are not authorized to perform this operation. {sentence}"
    return Refusal(code, sentence, status)


def _identity_policies(principal: Principal) -> Iterator[dict]:
    entity = principal.entity
    yield from map(document, entity.policies.values())
    yield from (document(policy) for policy in entity.managed_policies.values())
    if principal.session is None:
        for group in iam(principal.account).get_groups_for_user(entity.name):
            yield from map(document, group.policies.values())
            yield from (document(policy) for policy in group.managed_policies.values())


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
