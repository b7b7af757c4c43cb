"""What policies say about services: those of queues, topics, buses, functions, and those of the roles services use."""

import json
from typing import Any
from urllib.parse import unquote

from .authorization import _identity_policies
from .call import Refusal
from .policies import Layer, PolicyError, Request, decide, evaluate
from .principals import ORGANIZATION, Principal, iam

Context = dict[str, str | list[str]]


def document(policy: Any) -> dict[str, Any]:
    """A policy as moto keeps it: parsed, as text, or as text for a URL."""
    if not policy:
        return {"Version": "2012-10-17", "Statement": []}
    if isinstance(policy, dict):
        return policy
    return json.loads(policy if policy.lstrip().startswith("{") else unquote(policy))


def allowed(policy: Any, principal: str, action: str, resource: str, context: Context) -> bool:
    """Whether the resource's own policy lets the principal, an ARN or a service, do it."""
    try:
        return bool(decide(Layer.RESOURCE, [document(policy)], Request(principal, action, resource, context)))
    except PolicyError as error:
        raise Refusal("MalformedPolicy", f"The policy of {resource} cannot be evaluated: {error}") from None


def service_may(policy: Any, service: str, action: str, resource: str, source_arn: str) -> bool:
    """Whether the resource lets a service act for one of the service's own resources."""
    account = source_arn.split(":")[4]
    context: Context = {"aws:SourceArn": source_arn, "aws:SourceAccount": account, "aws:SourceOrgID": ORGANIZATION}
    return allowed(policy, service, action, resource, context)


def role_may(role: Any, action: str, resource: str, policy: Any = None, context: Context | None = None) -> bool:
    """Whether a role, by its own policies and that of the resource, may do it."""
    account = role.arn.split(":")[4]
    identity = list(_identity_policies(Principal(account, role.arn, role.arn, "", role, session=NO_USER)))
    boundary = getattr(role, "permissions_boundary_arn", None)
    limits = document_of_managed(iam(account).managed_policies[boundary]) if boundary else None
    request = Request(role.arn, action, resource, {"aws:PrincipalOrgID": ORGANIZATION, **(context or {})})
    policies = [document(policy)] if policy else []
    return bool(evaluate(request, identity=identity, boundary=limits, resource_policies=policies))


def document_of_managed(policy: Any) -> dict[str, Any]:
    return document(next(version.document for version in policy.versions if version.is_default))


# Groups are asked for users only: a principal with a session is none.
NO_USER: Any = object()
