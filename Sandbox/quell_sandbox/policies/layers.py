"""One kind of policies between a principal and a resource: any explicit deny wins, else some allow is needed."""

from collections.abc import Sequence
from enum import Enum
from typing import Any

from .documents import PolicyError, Statement, read_statements
from .matching import applies
from .request import Decision, Request


class Layer(Enum):
    """The names AWS's error messages give the kinds of policies."""

    IDENTITY = "identity-based policy"
    BOUNDARY = "permissions boundary"
    SESSION = "session policy"
    RESOURCE = "resource-based policy"
    TRUST = "role trust policy"
    SERVICE_CONTROL = "service control policy"
    RESOURCE_CONTROL = "resource control policy"

    @property
    def names_principals(self) -> bool:
        return self in (Layer.RESOURCE, Layer.TRUST, Layer.RESOURCE_CONTROL)

    @property
    def article(self) -> str:
        if self is Layer.TRUST:
            return "the"
        return "an" if self is Layer.IDENTITY else "a"


def decide(layer: Layer, documents: Sequence[dict[str, Any]], request: Request) -> Decision:
    """What the documents of one layer say by themselves."""
    allowing = None
    for statement in statements(layer, documents):
        if not applies(statement, request):
            continue
        if statement.denies:
            reason = f"with an explicit deny in {layer.article} {layer.value}"
            return Decision(False, reason, statement.sid, layer.value, explicit=True)
        allowing = allowing or statement
    if allowing:
        return Decision(True, f"allowed by {layer.article} {layer.value}", allowing.sid, layer.value)
    return Decision(False, f"because no {layer.value} allows the {request.action} action", None, layer.value)


def statements(layer: Layer, documents: Sequence[dict[str, Any]]) -> list[Statement]:
    found = [statement for document in documents for statement in read_statements(document)]
    for statement in found:
        if statement.names_principals is not layer.names_principals:
            wanted = "must name principals" if layer.names_principals else "cannot name principals"
            raise PolicyError(f"A statement of a {layer.value} {wanted} ({statement.sid or 'no Sid'}).")
        if not statement.names_resources and layer not in (Layer.TRUST, Layer.RESOURCE):
            raise PolicyError(f"A statement of a {layer.value} must name resources ({statement.sid or 'no Sid'}).")
        if layer is Layer.RESOURCE_CONTROL and not statement.denies:
            raise PolicyError("A resource control policy can only deny: AWS's own RCPFullAWSAccess allows.")
    return found
