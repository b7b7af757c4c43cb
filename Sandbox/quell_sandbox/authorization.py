"""IAM policies, evaluated by action: explicit denies win, every layer present must allow.

Resources are not computed from requests: an Allow counts whatever its Resource says, a Deny counts when
its Resource is `*`. Conditions that are not known here hold for an Allow and do not hold for a Deny.
"""

import json
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any, Iterator
from urllib.parse import unquote

from .call import Call, Refusal
from .error_answers import family
from .principals import ORGANIZATION, Principal, iam

# Operations whose IAM action has another name.
ACTION_NAMES = {
    ("s3", "GetBucketEncryption"): "s3:GetEncryptionConfiguration",
    ("s3", "PutBucketEncryption"): "s3:PutEncryptionConfiguration",
    ("s3", "DeleteBucketEncryption"): "s3:PutEncryptionConfiguration",
    ("s3", "GetPublicAccessBlock"): "s3:GetBucketPublicAccessBlock",
    ("s3", "PutPublicAccessBlock"): "s3:PutBucketPublicAccessBlock",
    ("s3", "HeadBucket"): "s3:ListBucket",
    ("s3", "ListObjects"): "s3:ListBucket",
    ("s3", "ListObjectsV2"): "s3:ListBucket",
    ("s3", "ListBuckets"): "s3:ListAllMyBuckets",
    ("lambda", "Invoke"): "lambda:InvokeFunction",
    # A transaction of puts is permitted as its puts are.
    ("dynamodb", "TransactWriteItems"): "dynamodb:PutItem",
}
SERVICE_PREFIXES = {"monitoring": "cloudwatch", "tagging": "tag"}


def action_name(call: Call) -> str:
    prefix = SERVICE_PREFIXES.get(call.service, call.service)
    return ACTION_NAMES.get((call.service, call.operation), f"{prefix}:{call.operation}")


def authorize(call: Call) -> None:
    """Refuses the call as its service would when the principal's policies do not allow its action."""
    action = action_name(call)
    if action == "sts:GetCallerIdentity":
        return
    denial = denial_reason(call.principal, action)
    if denial:
        code, status = {
            "ec2": ("UnauthorizedOperation", 403),
            "s3": ("AccessDenied", 403),
            "query": ("AccessDenied", 403),
            "json": ("AccessDeniedException", 400),
        }[family(call)]
        raise Refusal(code, f"User: {call.principal.arn} is not authorized to perform: {action} {denial}", status)


def denial_reason(principal: Principal, action: str) -> str | None:
    """Why the principal may not, or nothing when it may."""
    layers = [("identity-based", list(_identity_policies(principal)))]
    if boundary := _boundary(principal):
        layers.append(("permissions boundary", [boundary]))
    if principal.session and principal.session.policy:
        layers.append(("session", [json.loads(principal.session.policy)]))
    for name, documents in layers:
        statements = [statement for document in documents for statement in _statements(document)]
        if any(_denies(statement, principal, action) for statement in statements):
            return f"with an explicit deny in an {name} policy"
        if not any(_allows(statement, principal, action) for statement in statements):
            return f"because no {name} policy allows the {action} action"
    return None


def _identity_policies(principal: Principal) -> Iterator[dict]:
    entity = principal.entity
    yield from map(_document, entity.policies.values())
    yield from (_document(policy) for policy in entity.managed_policies.values())
    if principal.session is None:
        for group in iam(principal.account).get_groups_for_user(entity.name):
            yield from map(_document, group.policies.values())
            yield from (_document(policy) for policy in group.managed_policies.values())


def _boundary(principal: Principal) -> dict | None:
    arn = getattr(principal.entity, "permissions_boundary_arn", None)
    return _document(iam(principal.account).managed_policies[arn]) if arn else None


def _document(policy: Any) -> dict:
    """The document of an inline policy (text) or of the default version of a managed one."""
    if hasattr(policy, "versions"):
        policy = next(version.document for version in policy.versions if version.is_default)
    if isinstance(policy, dict):
        return policy
    return json.loads(policy if policy.lstrip().startswith("{") else unquote(policy))


def _statements(document: dict) -> list[dict]:
    return as_list(document.get("Statement", []))


def _names(statement: dict, action: str) -> bool:
    if "NotAction" in statement:
        return not matches(action.lower(), [each.lower() for each in as_list(statement["NotAction"])])
    return matches(action.lower(), [each.lower() for each in as_list(statement.get("Action", []))])


def _allows(statement: dict, principal: Principal, action: str) -> bool:
    if statement.get("Effect") != "Allow" or not _names(statement, action):
        return False
    return all(held is not False for held in _conditions(statement, principal))


def _denies(statement: dict, principal: Principal, action: str) -> bool:
    if statement.get("Effect") != "Deny" or not _names(statement, action):
        return False
    everywhere = "*" in as_list(statement.get("Resource", "*"))
    return everywhere and all(held is True for held in _conditions(statement, principal))


def _conditions(statement: dict, principal: Principal) -> Iterator[bool | None]:
    """Whether each condition holds; None when it is not known here."""
    for operator, keys in statement.get("Condition", {}).items():
        for key, values in keys.items():
            match operator, key.lower():
                case "DateLessThan", "aws:tokenissuetime":
                    limit = datetime.fromisoformat(as_list(values)[0].replace("Z", "+00:00"))
                    yield principal.session is not None and principal.session.issued < limit
                case ("StringEquals", "aws:principalorgid"):
                    yield ORGANIZATION in as_list(values)
                case ("ArnNotLike" | "ArnNotLikeIfExists" | "StringNotLike", "aws:principalarn"):
                    yield not matches(principal.entity_arn, as_list(values))
                case ("ArnLike" | "ArnEquals" | "StringLike" | "StringEquals", "aws:principalarn"):
                    yield matches(principal.entity_arn, as_list(values))
                case _:
                    yield None


def matches(text: str, patterns: list[str]) -> bool:
    """Wildcards `*` and `?`; everything else, brackets too, stands for itself."""
    return any(fnmatchcase(text, pattern.replace("[", "[[]")) for pattern in patterns)


def as_list(value: Any) -> list:
    return value if isinstance(value, list) else [value]
