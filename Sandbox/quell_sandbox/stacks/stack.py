"""What the sandbox knows of a stack."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from ..state import utc_now
from .resource_types import Made


@dataclass
class Resource:
    """`properties` are the resolved ones it was made with."""

    logical_id: str
    kind: str
    properties: dict[str, Any]
    made: Made
    dependencies: list[str]
    retained: bool
    status: str = "CREATE_COMPLETE"
    reason: str | None = None
    changed: datetime = field(default_factory=utc_now)


@dataclass
class Stack:
    """A stack keeps its last good template and parameters: an update that fails goes back to them."""

    name: str
    identifier: str
    account: str
    region: str
    status: str
    template_text: str = ""
    template: dict[str, Any] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    capabilities: list[str] = field(default_factory=list)
    tags: list[dict[str, str]] = field(default_factory=list)
    role: str | None = None
    protected: bool = False
    disable_rollback: bool = False
    reason: str | None = None
    created: datetime = field(default_factory=utc_now)
    updated: datetime | None = None
    deleted: datetime | None = None
    resources: dict[str, Resource] = field(default_factory=dict)
    outputs: list[dict[str, str]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)

    def note(
        self, logical_id: str, kind: str, status: str, identifier: str = "", reason: str | None = None, **more: Any
    ) -> None:
        """Adds an event; AWS tells the latest first."""
        event = {
            "StackId": self.identifier,
            "EventId": f"{logical_id}-{uuid4()}",
            "StackName": self.name,
            "LogicalResourceId": logical_id,
            "PhysicalResourceId": identifier,
            "ResourceType": kind,
            "Timestamp": utc_now(),
            "ResourceStatus": status,
            **more,
        }
        self.events.insert(0, event | ({"ResourceStatusReason": reason} if reason else {}))

    def become(self, status: str, reason: str | None = None) -> None:
        self.status, self.reason = status, reason
        self.note(self.name, "AWS::CloudFormation::Stack", status, self.identifier, reason)
