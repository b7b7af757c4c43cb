"""What is asked of a policy, and what it answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .documents import PolicyError

Values = str | list[str]
SERVICE = re.compile(r"[a-z0-9.-]+\.amazonaws\.com(\.cn)?|[a-z0-9-]+\.aws\.internal")
ANONYMOUS = "anonymous"


@dataclass(frozen=True)
class Request:
    """One action on one resource.

    `principal` is the ARN of a user, a role, a role session or an account's root, the name of a service
    (`events.amazonaws.com`), or `anonymous`. `resource` is an ARN, or `*` for an action that has none.
    """

    principal: str
    action: str
    resource: str = "*"
    context: Mapping[str, Values] = field(default_factory=dict)
    # Keys that AWS may have set and the asker cannot tell, in lower case; `prefix/` stands for all that begin so.
    untold: frozenset[str] = frozenset()

    @cached_property
    def values(self) -> dict[str, Values]:
        """The context by lower-case key, with what AWS itself puts into every request. A key that holds nothing is
        not there; None in the context takes away what would be put in."""
        found: dict[str, Values | None] = {**self._given_by_aws()}
        found.update((key.lower(), value) for key, value in self.context.items())
        return {key: value for key, value in found.items() if value is not None and value != []}

    def value(self, key: str) -> Values | None:
        """Raises `PolicyError` for a key that cannot be told, rather than calling it missing."""
        name = key.lower()
        if name not in self.values and (name in self.untold or name.partition("/")[0] + "/" in self.untold):
            raise PolicyError(f"The value of {key} in a request for {self.action} is not known here.")
        return self.values.get(name)

    @property
    def is_service(self) -> bool:
        return SERVICE.fullmatch(self.principal) is not None

    @cached_property
    def principal_account(self) -> str | None:
        """Services and anonymous callers have none."""
        if not self.principal.startswith("arn:"):
            return None
        return str(self.values.get("aws:principalaccount") or self.principal.split(":")[4])

    @cached_property
    def resource_account(self) -> str | None:
        """None when the ARN does not say: a bucket's owner must be told in `aws:ResourceAccount`."""
        value = self.values.get("aws:resourceaccount")
        return value if isinstance(value, str) else None

    @property
    def is_service_linked(self) -> bool:
        return ":role/aws-service-role/" in str(self.values.get("aws:principalarn", self.principal))

    def _given_by_aws(self) -> dict[str, Values]:
        found: dict[str, Values] = {}
        parts = self.principal.split(":", 5)
        if self.is_service:
            found |= {"aws:principalisawsservice": "true", "aws:principalservicename": self.principal}
        elif len(parts) == 6:
            found |= {
                "aws:principalisawsservice": "false",
                "aws:principalarn": _entity(parts),
                "aws:principalaccount": parts[4],
                "aws:principaltype": _kind(parts[5]),
            }
        parts = self.resource.split(":", 5)
        if len(parts) == 6 and re.fullmatch(r"\d{12}", parts[4]):
            found["aws:resourceaccount"] = parts[4]
        return found


def _entity(parts: list[str]) -> str:
    """The ARN of the role behind a session; a session's own ARN does not say the role's path."""
    kind, _, rest = parts[5].partition("/")
    if kind != "assumed-role":
        return ":".join(parts)
    return f"arn:{parts[1]}:iam::{parts[4]}:role/{rest.split('/')[0]}"


def _kind(resource: str) -> str:
    if resource == "root":
        return "Account"
    return {"user": "User", "federated-user": "FederatedUser"}.get(resource.partition("/")[0], "AssumedRole")


@dataclass(frozen=True)
class Decision:
    """`layer` is the kind of policy that decided; `sid` is that of the deciding statement, where there is one.

    `reason` completes AWS's sentence "... is not authorized to perform: ACTION on resource: ARN ".
    """

    allowed: bool
    reason: str
    sid: str | None = None
    layer: str | None = None
    explicit: bool = False

    def __bool__(self) -> bool:
        return self.allowed
