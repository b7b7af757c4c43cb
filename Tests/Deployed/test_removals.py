"""Every permission that is needed, taken away: the cheapest scenario that needed it must not end as it must any more."""
import time

import pytest
from botocore.exceptions import ClientError

from holders import Holders
from organization import SECURITY, SERVICE
from permissions import all_permissions, excused
from removals import without
from scenarios import SCENARIOS

# Roles whose functions keep what they were started with, and the function that scenarios use.
FUNCTIONS = {"EngineRole": ("quell-respond", SECURITY), "OpenGroupRuleRole": ("quell-config-rule", SERVICE[0])}
NEEDED = [each for each in all_permissions() if str(each) not in excused()]


class Played:
    """All scenarios, once: what each needed, and how long it took."""

    def __init__(self, organization):
        self.organization, self.holders = organization, Holders(organization)
        self.needed, self.seconds = {}, {}
        for name in SCENARIOS:
            organization.begin_anew()
            self.holders.forget()
            start = time.monotonic()
            SCENARIOS[name](organization)
            self.seconds[name], self.needed[name] = time.monotonic() - start, set(self.holders.used())

    def cheapest(self, permission):
        found = [name for name, needed in self.needed.items() if permission in needed]
        assert found, f"No scenario needs {permission}."
        return min(found, key=self.seconds.__getitem__)


@pytest.fixture(scope="module")
def played(organization):
    return Played(organization)


@pytest.mark.parametrize("permission", NEEDED, ids=str)
def test_a_scenario_fails_without_it(organization, played, permission):
    name = played.cheapest(permission)
    try:
        with without(organization, played.holders.places[(permission.template, permission.holder)], permission):
            if permission.holder in FUNCTIONS:
                organization.restart(*FUNCTIONS[permission.holder])
            # What a scenario asserts, or what AWS answers to the person who plays it.
            with pytest.raises((AssertionError, ClientError)):
                SCENARIOS[name](organization)
    finally:
        organization.begin_anew()
