"""Policies of event buses, where moto differs from AWS: a whole policy takes the place of the one before."""

from typing import Any

from moto.events.models import EventBus

_add = EventBus.add_policy


def put_policy(bus: EventBus, policy: dict[str, Any]) -> None:
    """A policy that is refused changes nothing."""
    before = dict(bus._statements)
    bus.remove_statements()
    try:
        _add(bus, policy)
    except BaseException:
        bus._statements = before
        raise


def install() -> None:
    EventBus.add_policy = put_policy
