"""All layers together, in the order of AWS's policy evaluation logic.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from collections.abc import Sequence
from typing import Any

from .layers import Layer, decide, statements
from .matching import applies, grip
from .request import Decision, Request

Documents = Sequence[dict[str, Any]]
# Services whose resource control policies AWS evaluates.
CONTROLLED = ("s3", "sts", "sqs", "kms", "secretsmanager", "dynamodb", "ecr", "aoss", "cognito-idp", "logs")
TRUSTING = ("sts:assumerole", "sts:setsourceidentity", "sts:tagsession")
EVERYTHING = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
# How strongly a resource policy takes hold of a caller of its own account, the strongest first.
STRENGTH = ("session", "entity", "everyone", "service", "account")


def evaluate(
    request: Request,
    *,
    identity: Documents = (),
    boundary: dict[str, Any] | None = None,
    session: Documents | None = None,
    resource_policies: Documents = (),
    scps: Sequence[Documents] = (),
    rcps: Documents = (),
) -> Decision:
    """Whether the request is allowed, and which layer said so.

    `scps` are lists of documents, one for each level from the root to the account, which must all allow: give none for
    a management account. `rcps` only deny. `session` is None for a session without policies of its own.
    """
    kind = Layer.TRUST if request.action.lower().startswith(TRUSTING) else Layer.RESOURCE
    own = _own_layers(request, identity, boundary, session)
    levels = [] if request.is_service_linked or request.principal_account is None else list(scps)
    controls = [] if request.is_service_linked or not _controlled(request) else list(rcps)
    everything = [(Layer.RESOURCE_CONTROL, controls), *((Layer.SERVICE_CONTROL, level) for level in levels)]
    everything += [(kind, resource_policies), *(own if request.principal_account else [])]
    decisions = {index: decide(layer, documents, request) for index, (layer, documents) in enumerate(everything)}
    for decision in decisions.values():
        if decision.explicit:
            return decision
    for index, (layer, _) in enumerate(everything):
        if layer is Layer.SERVICE_CONTROL and not decisions[index].allowed:
            return decisions[index]
    resource = decisions[1 + len(levels)]
    return _combined(request, kind, resource_policies, resource, list(decisions.values())[2 + len(levels) :])


def _own_layers(request: Request, identity: Documents, boundary: dict | None, session: Documents | None) -> list:
    """An account's root user has no policies and may do everything its organization lets it."""
    root = request.principal.endswith(":root")
    own: list[tuple[Layer, Documents]] = [(Layer.IDENTITY, [EVERYTHING] if root else identity)]
    if boundary is not None:
        own.append((Layer.BOUNDARY, [boundary]))
    if session is not None:
        own.append((Layer.SESSION, session))
    return own


def _controlled(request: Request) -> bool:
    return request.action.partition(":")[0].lower() in CONTROLLED


def _combined(
    request: Request, kind: Layer, policies: Documents, resource: Decision, own: list[Decision]
) -> Decision:
    """Identity and resource: in one account either may grant, across accounts both must."""
    if request.principal_account is None:
        return resource
    granted = next((each for each in own if not each.allowed), own[0])
    # A role's trust and a key's policy are never bypassed by what the caller's own policies say.
    must = kind is Layer.TRUST or (request.action.lower().startswith("kms:") and request.resource != "*")
    crossing = request.resource_account not in (None, request.principal_account)
    if crossing or must:
        if not resource.allowed:
            return resource
        if crossing or _hold(request, kind, policies) == "account":
            return granted if not granted.allowed else resource
    if resource.allowed:
        match _hold(request, kind, policies):
            case "session":
                return resource
            case "entity" if ":user/" in request.principal:
                return resource
            case "entity" | "everyone" | "service":
                # A grant to a role is limited by the boundary and the session's policies, not by the role's own.
                return next((each for each in own[1:] if not each.allowed), resource)
    return granted


def _hold(request: Request, kind: Layer, policies: Documents) -> str | None:
    """The strongest way in which an allowing statement takes hold of the caller."""
    found = {
        grip(of, name, request)
        for statement in statements(kind, policies)
        if not statement.denies and applies(statement, request)
        for of, name in statement.principals or (("AWS", "*"),)
    }
    return next((each for each in STRENGTH if each in found), None)
