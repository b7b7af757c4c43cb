"""Every permission of every role has decided a call that succeeded, once all scenarios have been played."""
import pytest

from holders import Holders
from permissions import all_permissions, excused
from scenarios import SCENARIOS


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_happens_ends_as_it_must(organization, name):
    SCENARIOS[name](organization)
    organization.begin_anew()


def test_every_permission_is_needed(organization):
    """The sandbox has kept, since the stacks were created, which Allow each call could not do without."""
    used = Holders(organization).used()
    idle = [str(each) for each in all_permissions() if each not in used and str(each) not in excused()]
    assert idle == [], "No scenario needs these: take them out of the grants, or add the scenario that needs them."


def test_excuses_are_for_what_is_there_and_not_used(organization):
    used = {str(each) for each in Holders(organization).used()}
    names = {str(each) for each in all_permissions()}
    assert [each for each in excused() if each not in names or each in used] == []
