"""What policies say to services: those of queues, topics, buses, functions, and those of the roles services use."""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from .authorization import FULL_ACCESS, document, held_by, needed
from .call import Refusal
from .permissions_used import RESOURCE, Held, documents, remember
from .policies import PolicyError, Request, evaluate
from .policies.request import Values
from .principals import ORGANIZATION, iam
from .state import STATE

Context = Mapping[str, Values]
EMPTY: dict[str, Any] = {"Version": "2012-10-17", "Statement": []}


def read(policy: Any) -> dict[str, Any]:
    """A policy as moto keeps it: parsed, as text or bytes, or nothing."""
    text = policy.decode() if isinstance(policy, bytes) else policy
    return document(text) if text else EMPTY


def service_may(
    policy: Any, service: str, action: str, resource: str, source_arn: str, more: Context | None = None
) -> bool:
    """Whether the resource lets a service act for one of the service's own resources."""
    account = source_arn.split(":")[4]
    context = {
        "aws:SourceArn": source_arn,
        "aws:SourceAccount": account,
        "aws:SourceOrgID": ORGANIZATION,
        "aws:SecureTransport": "true",
        **(more or {}),
    }
    return _decide(service, Request(service, action, resource, context), policy, resource)


def account_may(policy: Any, account: str, action: str, resource: str, context: Context) -> bool:
    """Whether the resource names the account itself: nobody of it is calling."""
    request = Request(f"arn:aws:iam::{account}:root", action, resource, context)
    return _decide(account, request, policy, resource)


def role_may(
    role: Any, service: str, action: str, resource: str, policy: Any = None, context: Context | None = None
) -> bool:
    """Whether a role may do it that a service uses: by its own policies, the organization's, and the resource's."""
    account = role.arn.split(":")[4]
    boundary = getattr(role, "permissions_boundary_arn", None)
    keys = {"aws:PrincipalOrgID": ORGANIZATION, "aws:SecureTransport": "true"}
    keys |= {f"aws:PrincipalTag/{each['Key']}": each["Value"] for each in role.tags or []}
    return _decide(
        service,
        Request(role.arn, action, resource, {**keys, **(context or {})}),
        policy,
        resource,
        identity=list(held_by(role)),
        boundary=document(iam(account).managed_policies[boundary]) if boundary else None,
        scps=[] if account == STATE.management_account else [[FULL_ACCESS, *STATE.service_control]],
    )


def _decide(
    service: str, request: Request, policy: Any, resource: str, identity: Sequence[Held] = (), **layers: Any
) -> bool:
    owner = resource.split(":")[4]
    controls = [] if owner == STATE.management_account else STATE.resource_control
    lying = [Held(resource, RESOURCE, read(policy))]
    ask = partial(evaluate, request, rcps=controls, **layers)
    try:
        allowed = ask(identity=documents(identity), resource_policies=documents(lying)).allowed
        if allowed:
            remember(needed(request, ask, list(identity), lying), service)
        return allowed
    except (PolicyError, json.JSONDecodeError) as error:
        raise Refusal("MalformedPolicy", f"A policy about {resource} cannot be evaluated: {error}") from None
