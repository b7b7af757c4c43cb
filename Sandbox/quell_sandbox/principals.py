"""Who may call: the access keys of users, and the sessions of assumed roles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from moto.iam.models import iam_backends

from .state import STATE

SECURITY_ACCOUNT = "999999999999"
SERVICE_ACCOUNTS = ("111111111111", "222222222222", "333333333333")
ACCOUNTS = (SECURITY_ACCOUNT, *SERVICE_ACCOUNTS)
REGIONS = ("eu-central-1", "us-east-1")
ORGANIZATION = "o-quell01234"


@dataclass(frozen=True)
class Session:
    """Credentials of an assumed role."""

    account: str
    role_arn: str
    session_arn: str
    secret: str
    token: str
    issued: datetime
    expires: datetime
    policy: str | None
    source_identity: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    transitive: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Principal:
    """`entity` is moto's user or role; `arn` is that of the user or of the session."""

    account: str
    arn: str
    entity_arn: str
    secret: str
    entity: Any
    session: Session | None = None


def find_principal(access_key_id: str) -> Principal | None:
    """Nothing for unknown and inactive keys, and for sessions whose role is gone."""
    if session := STATE.sessions.get(access_key_id):
        roles = iam(session.account).roles.values()
        role = next((role for role in roles if role.arn == session.role_arn), None)
        if role is None:
            return None
        return Principal(session.account, session.session_arn, role.arn, session.secret, role, session)
    for account in ACCOUNTS:
        for user in list(iam(account).users.values()):
            for key in user.access_keys:
                if key.access_key_id == access_key_id and key.status == "Active":
                    return Principal(account, user.arn, user.arn, key.secret_access_key, user)
    return None


def iam(account: str) -> Any:
    """moto's IAM of an account."""
    return iam_backends[account]["aws"]
