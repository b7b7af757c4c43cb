"""Puts the sandbox's additions into moto, once a process, before the first call."""

from functools import cache

from . import (
    automation,
    bus_policies,
    cloudtrail_events,
    config_compliance,
    config_rules,
    configuration_items,
    event_buses,
    event_source_mappings,
    function_settings,
    functions,
    guardduty_findings,
    iam_refusals,
    instances,
    managed_policies,
    network_interfaces,
    organization_accounts,
    regions,
    resource_tags,
    security_groups,
    security_hub,
    storage,
    transactions,
    trust,
)
from .access import finders
from .registry import checks
from .stacks import descriptions, operations, types


@cache
def install() -> None:
    for module in MENDED:
        module.install()
    checks("sts", "AssumeRole")(trust.check_session)


MENDED = (
    bus_policies,
    function_settings,
    iam_refusals,
    instances,
    managed_policies,
    network_interfaces,
    regions,
    resource_tags,
    security_groups,
    storage,
    transactions,
    trust,
)
# Importing these is enough: they only register answers.
REGISTERED = (
    automation,
    cloudtrail_events,
    config_compliance,
    config_rules,
    configuration_items,
    descriptions,
    event_buses,
    event_source_mappings,
    finders,
    functions,
    guardduty_findings,
    operations,
    organization_accounts,
    security_hub,
    types,
)
