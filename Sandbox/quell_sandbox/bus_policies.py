"""Policies of event buses, where moto differs from AWS: a whole policy takes the place of the one before."""

from moto.events.models import EventBus, EventsBackend

_put = EventsBackend._put_permission_from_policy


def put_policy(backend: EventsBackend, bus: EventBus, policy: str) -> None:
    before = dict(bus._statements)
    bus.remove_statements()
    try:
        _put(backend, bus, policy)
    except BaseException:
        # A policy that is refused changes nothing.
        bus._statements.update(before)
        raise


def install() -> None:
    EventsBackend._put_permission_from_policy = put_policy
