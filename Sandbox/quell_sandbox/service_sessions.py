"""Credentials that AWS services get for the roles they are given, when those roles trust them."""

from datetime import timedelta
from typing import Any

from moto.sts.models import sts_backends

from .call import Refusal
from .permissions_used import TRUST, Held, documents, needs, remember
from .policies import Layer, Request, decide
from .principals import Session, iam
from .service_policies import read
from .state import STATE, utc_now

DURATION = timedelta(hours=1)


def find_role(arn: str) -> Any | None:
    """moto's role, if it is there."""
    pieces = arn.split(":")
    if len(pieces) != 6 or not pieces[5].startswith("role/"):
        return None
    return next((role for role in list(iam(pieces[4]).roles.values()) if role.arn == arn), None)


def check_trust(role_arn: str, service: str, context: dict[str, str]) -> Any:
    """The role, which must exist and let the service assume it."""
    role = find_role(role_arn)
    request = Request(service, "sts:AssumeRole", role_arn, context)
    held = [Held(role_arn, TRUST, read(role.assume_role_policy_document))] if role else []
    if not decide(Layer.TRUST, documents(held), request):
        raise Refusal("AccessDeniedException", f"{service} cannot assume the role {role_arn}.", 403)
    remember(list(needs(request, held, lambda given: decide(Layer.TRUST, given, request))), service)
    return role


def service_session(role_arn: str, service: str, name: str, context: dict[str, str]) -> "ServiceSession":
    """A session of the role, as the service gets it from STS."""
    check_trust(role_arn, service, context)
    made = sts_backends[role_arn.split(":")[4]]["aws"].assume_role(
        region_name="us-east-1",
        role_session_name=name,
        role_arn=role_arn,
        policy=None,
        duration=int(DURATION.total_seconds()),
        external_id=None,
    )
    now = utc_now()
    session = Session(
        account=made.account_id,
        role_arn=role_arn,
        session_arn=made.arn,
        secret=made.secret_access_key,
        token=made.session_token,
        issued=now,
        expires=now + DURATION,
        policy=None,
    )
    STATE.sessions[made.access_key_id] = session
    return ServiceSession(made.access_key_id, session)


class ServiceSession:
    """A session with the id of its key."""

    def __init__(self, access_key_id: str, session: Session) -> None:
        self.access_key_id, self.session = access_key_id, session

    @property
    def secret(self) -> str:
        return self.session.secret

    @property
    def token(self) -> str:
        return self.session.token

    @property
    def expires(self) -> Any:
        return self.session.expires

    def forget(self) -> None:
        """The credentials are of no use any more."""
        STATE.sessions.pop(self.access_key_id, None)
