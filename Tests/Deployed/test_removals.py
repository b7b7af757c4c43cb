"""Every permission that is needed, taken away: a scenario that needed it must not end as it must any more."""
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
        """Those that needed it, the quickest first; of what only logs need, those that look at the logs."""
        found = [name for name, needed in self.needed.items() if permission in needed]
        assert found, f"No scenario needs {permission}."
        if permission.action.startswith("logs:"):
            found = [name for name in found if name.startswith("logs of")]
        return sorted(found, key=self.seconds.__getitem__)

    def ends_well(self, name):
        """What a scenario asserts, or what AWS answers to the person who plays it, is another end than it must have."""
        try:
            SCENARIOS[name](self.organization)
        except (AssertionError, ClientError):
            return False
        return True


@pytest.fixture(scope="module")
def played(organization):
    return Played(organization)


@pytest.mark.parametrize("permission", NEEDED, ids=str)
def test_a_scenario_fails_without_it(organization, played, permission):
    """The first that fails is enough: a scenario may use what its end does not hang on, as a second reading of tags."""
    unharmed = []
    try:
        with without(organization, played.holders.places[(permission.template, permission.holder)], permission):
            for name in played.cheapest(permission):
                if permission.holder in FUNCTIONS:
                    organization.restart(*FUNCTIONS[permission.holder])
                if not played.ends_well(name):
                    return
                unharmed.append(name)
    finally:
        print(f"{permission}: {len(unharmed)} end well without it: {unharmed}")
        organization.begin_anew()
    pytest.fail(f"Without {permission} these end as they must: {unharmed}")
