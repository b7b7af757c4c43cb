"""Puts the sandbox's additions into moto, once a process, before the first call."""

from functools import cache

from . import (
    automation,
    cloudtrail_events,
    config_compliance,
    event_buses,
    functions,
    guardduty_findings,
    iam_refusals,
    instances,
    managed_policies,
    network_interfaces,
    organization_accounts,
    security_groups,
    security_hub,
    storage,
    trust,
)
from .access import finders
from .registry import checks


@cache
def install() -> None:
    for module in (iam_refusals, instances, managed_policies, network_interfaces, security_groups, storage, trust):
        module.install()
    checks("sts", "AssumeRole")(trust.check_session)


# Importing these is enough: they only register answers.
REGISTERED = (
    automation,
    cloudtrail_events,
    config_compliance,
    event_buses,
    finders,
    functions,
    guardduty_findings,
    organization_accounts,
    security_hub,
)
