"""What the sandbox remembers beside moto's own state, in one place, so that a reset forgets all of it."""

import queue
import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, field, fields
from datetime import datetime, timezone
from typing import Any

# moto's backends are plain dictionaries: calls take turns, so that check-then-write is atomic as on AWS.
TURN = threading.RLock()


@dataclass
class SandboxState:
    """Keys that start with an account and a Region are `(account, region)`."""

    bare: bool = False
    sessions: dict[str, Any] = field(default_factory=dict)
    operator_keys: set[str] = field(default_factory=set)
    # The organization's policies, and whether even the operators are subject to them.
    service_control: list[dict] = field(default_factory=list)
    resource_control: list[dict] = field(default_factory=list)
    management_account: str | None = None
    operators_subject: bool = False
    findings: dict[tuple[str, str], dict[str, dict]] = field(default_factory=lambda: defaultdict(dict))
    members: dict[str, str] = field(default_factory=dict)
    evaluations: dict[tuple[str, str], dict[tuple[str, str, str], dict]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    configuration_items: dict[tuple[str, str], dict[tuple[str, str], list[dict]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    result_tokens: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    action_targets: dict[tuple[str, str], dict[str, dict]] = field(default_factory=lambda: defaultdict(dict))
    hub_settings: dict[tuple[str, str], dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    automations: dict[tuple[str, str], dict[str, dict]] = field(default_factory=lambda: defaultdict(dict))
    automation_tokens: set[tuple[str, str, str]] = field(default_factory=set)
    stacks: dict[tuple[str, str], dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    function_logs: list[dict[str, str]] = field(default_factory=list)
    mappings: dict[tuple[str, str], dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    function_urls: dict[str, "queue.Queue[str]"] = field(default_factory=dict)
    deliveries: list[dict] = field(default_factory=list)
    calls: list[dict] = field(default_factory=list)
    trail: dict[tuple[str, str], list[dict]] = field(default_factory=lambda: defaultdict(list))
    # By the permission, what needed it and how often.
    permissions_used: dict[Any, Counter] = field(default_factory=dict)
    faults: list[dict] = field(default_factory=list)
    latency: dict[str, float] = field(default_factory=dict)

    def forget(self) -> None:
        """Back to the values of a new sandbox."""
        fresh = SandboxState()
        for each in fields(self):
            setattr(self, each.name, getattr(fresh, each.name))


STATE = SandboxState()


def utc_now() -> datetime:
    return datetime.now(timezone.utc)


def iso(moment: datetime | None = None) -> str:
    """`2026-11-25T07:00:00Z`."""
    return (moment or utc_now()).strftime("%Y-%m-%dT%H:%M:%SZ")


def iso_milliseconds(moment: datetime | None = None) -> str:
    """`2026-11-25T07:00:00.000Z`, the form GuardDuty and Config write into their events."""
    return (moment or utc_now()).isoformat(timespec="milliseconds").replace("+00:00", "Z")
