"""IAM: users, roles and policies by their ARNs with their paths, and the keys of its own conditions."""

from typing import Any

from ..call import Call
from ..principals import iam
from . import table
from .checks import Check, Unknown, finds, finds_rest, finds_types
from .names import action_name
from .parameters import one, tag_keys, tags
from .roles import pass_role

# Operations that act on the caller when they name no user.
ON_ONESELF = (
    "ChangePassword", "CreateAccessKey", "DeleteAccessKey", "GetUser", "ListAccessKeys", "ListMFADevices",
    "ListSigningCertificates", "UpdateAccessKey", "ListSSHPublicKeys", "ListServiceSpecificCredentials",
)  # fmt: skip
PARAMETERS = {"user": "UserName", "role": "RoleName", "group": "GroupName", "instance-profile": "InstanceProfileName"}


def entities(call: Call, kind: str) -> dict[str, Any]:
    """Users, roles and so on of the account by their names."""
    backend = iam(call.account)
    found = {
        "user": backend.users,
        "role": backend.roles,
        "group": backend.groups,
        "instance-profile": backend.instance_profiles,
    }[kind]
    return {each.name: each for each in list(found.values())}


def arn(call: Call, kind: str, name: str) -> str:
    """With the path of the one that exists; a new one gets the path of the request."""
    path = one(call, "Path") or "/"
    existing = None if call.operation == f"Create{kind.title().replace('-', '')}" else entities(call, kind).get(name)
    return existing.arn if existing else f"arn:aws:iam::{call.account}:{kind}{path}{name}"


@finds_types("iam")
def of_type(call: Call, kind: str) -> list[str]:
    if kind in PARAMETERS:
        name = one(call, PARAMETERS[kind])
        if name is None and kind == "user" and call.operation in ON_ONESELF:
            return [call.principal.entity_arn]
        return [arn(call, kind, name)] if name else []
    if kind == "policy":
        if call.operation == "CreatePolicy":
            return [f"arn:aws:iam::{call.account}:policy{one(call, 'Path') or '/'}{one(call, 'PolicyName')}"]
        return [each for each in [one(call, "PolicyArn")] if each]
    return []


@finds("iam", "GetAccessKeyLastUsed")
def key_last_used(call: Call) -> list[Check]:
    wanted = one(call, "AccessKeyId")
    for user in list(iam(call.account).users.values()):
        if any(key.access_key_id == wanted for key in user.access_keys):
            return [Check(action_name(call), user.arn)]
    return [Check(action_name(call), f"arn:aws:iam::{call.account}:user/*")]


@finds("iam", "CreateServiceLinkedRole")
def create_service_linked(call: Call) -> list[Check]:
    service = one(call, "AWSServiceName") or ""
    role = f"arn:aws:iam::{call.account}:role/aws-service-role/{service}/*"
    return [Check(action_name(call), role, {"iam:AWSServiceName": service})]


@finds("iam", "AddRoleToInstanceProfile")
def add_role(call: Call) -> list[Check]:
    profile = Check(action_name(call), arn(call, "instance-profile", one(call, "InstanceProfileName") or ""))
    return [profile, *pass_role(arn(call, "role", one(call, "RoleName") or ""), "ec2.amazonaws.com")]


@finds_rest("iam")
def checks_of_other(call: Call) -> list[Check] | None:
    """All other operations on users, roles, groups, profiles and policies."""
    action = action_name(call)
    types = table.resource_types(action)
    if not types:
        return None
    arns = [each for kind in types for each in of_type(call, kind)]
    if not arns:
        if any(types.values()):
            raise Unknown(f"It does not find the {' or '.join(types)} of {action} in the request.")
        return [Check(action)]
    context = _context(call)
    checks = [Check(action, each, context) for each in arns]
    if call.operation.startswith("Create") and tags(call):
        kind = arns[0].split(":")[5].partition("/")[0]
        checks += [Check(f"iam:Tag{kind.title().replace('-', '')}", arns[0], context)]
    return checks


def _context(call: Call) -> dict[str, Any]:
    found: dict[str, Any] = {f"aws:RequestTag/{key}": value for key, value in tags(call).items()}
    if keys := tag_keys(call):
        found["aws:TagKeys"] = keys
    if "AttachedPolicy" not in call.operation and call.operation.startswith(("Attach", "Detach")):
        found["iam:PolicyARN"] = one(call, "PolicyArn")
    boundary = one(call, "PermissionsBoundary")
    for kind in ("user", "role"):
        entity = entities(call, kind).get(one(call, PARAMETERS[kind]) or "")
        boundary = boundary or getattr(entity, "permissions_boundary_arn", None)
    return found | ({"iam:PermissionsBoundary": boundary} if boundary else {})
