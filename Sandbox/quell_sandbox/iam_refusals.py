"""Changes that IAM refuses and moto does not: protected roles, the quota of attached policies."""

import json
from typing import Any
from uuid import uuid4

from moto.iam.models import User

from .call import Call, Refusal
from .principals import iam
from .registry import checks
from .state import STATE

POLICIES_PER_PRINCIPAL = 10
PROTECTED_PATHS = ("/aws-service-role/", "/aws-reserved/")
INLINE_QUOTA = {"role": 10_240, "user": 2_048}


def _role(call: Call) -> Any | None:
    name = call.parameter("RoleName")
    return next((role for role in list(iam(call.account).roles.values()) if role.name == name), None)


@checks(
    "iam",
    "AttachRolePolicy",
    "DetachRolePolicy",
    "PutRolePolicy",
    "DeleteRolePolicy",
    "DeleteRole",
    "PutRolePermissionsBoundary",
    "DeleteRolePermissionsBoundary",
    "TagRole",
    "UntagRole",
    "UpdateAssumeRolePolicy",
    "UpdateRole",
)
def check_protected(call: Call) -> None:
    """Roles of services and of IAM Identity Center cannot be changed through IAM."""
    role = _role(call)
    if role and role.path.startswith(PROTECTED_PATHS):
        service = role.path.split("/")[2]
        message = f"Cannot perform the operation on the protected role '{role.name}' - this role is only modifiable by"
        raise Refusal("UnmodifiableEntity", f"{message} {service}")


@checks("iam", "AttachRolePolicy", "AttachUserPolicy")
def check_quota(call: Call) -> None:
    if call.operation == "AttachRolePolicy":
        entity, kind = _role(call), "Role"
    else:
        entity, kind = iam(call.account).users.get(call.parameter("UserName")), "User"
    if entity is None or call.parameter("PolicyArn") in entity.managed_policies:
        return
    if len(entity.managed_policies) >= POLICIES_PER_PRINCIPAL:
        message = f"Cannot exceed quota for PoliciesPer{kind}: {POLICIES_PER_PRINCIPAL}"
        raise Refusal("LimitExceeded", message, 409)


@checks("iam", "PutRolePolicy", "PutUserPolicy")
def check_inline(call: Call) -> None:
    """Inline policies must be policies, and count together, white space apart."""
    kind = "role" if call.operation == "PutRolePolicy" else "user"
    entity = _role(call) if kind == "role" else iam(call.account).users.get(call.parameter("UserName"))
    text = call.parameter("PolicyDocument") or ""
    try:
        valid = "Statement" in json.loads(text)
    except (ValueError, TypeError):
        valid = False
    if not valid:
        raise Refusal("MalformedPolicyDocument", "Syntax errors in policy.")
    others = _inline(entity, call.parameter("PolicyName")) if entity else []
    if sum(len("".join(each.split())) for each in [*others, text]) > INLINE_QUOTA[kind]:
        message = (
            f"Maximum policy size of {INLINE_QUOTA[kind]} bytes exceeded for {kind} {entity.name if entity else ''}"
        )
        raise Refusal("LimitExceeded", message, 409)


def _inline(entity: Any, but: str | None) -> list[str]:
    return [document for name, document in entity.policies.items() if name != but]


@checks("iam", "CreateRole")
def check_create(call: Call) -> None:
    """Only AWS makes roles under its own paths; the scenery of the sandbox may, in its place."""
    path = call.parameter("Path") or "/"
    if path.startswith(PROTECTED_PATHS) and call.access_key_id not in STATE.operator_keys:
        raise Refusal("ValidationError", f"Roles under {path} are made by AWS only.")


_new_user = User.__init__


def new_user(user: User, *arguments: Any, **members: Any) -> None:
    """A user's id begins with AIDA; moto's is any twenty letters."""
    _new_user(user, *arguments, **members)
    user.id = "AIDA" + uuid4().hex[:17].upper()


def install() -> None:
    User.__init__ = new_user
