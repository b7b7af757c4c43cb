"""The policies Quell is built on, asked more than 150 questions each way; and whether the questions would notice."""

from collections import Counter
from typing import Any

import pytest
from policy_cases import answer, cases, documents, is_right, mutants, uses

CASES = cases()
DOCUMENTS = documents()
# Beyond the policies under test: what an administrator has, and a trust that somebody has opened.
SCENERY = {"FullAccess", "TrustsEveryone"}
UNDER_TEST = sorted(set(DOCUMENTS) - SCENERY)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_policy_decides_as_it_should(case: dict[str, Any]) -> None:
    decision = answer(case, DOCUMENTS)
    assert decision.allowed is (case["expected"] == "allow"), (case["why"], decision)
    if "by" in case:
        assert decision.sid == case["by"], (case["why"], decision)


def test_the_cases_are_many_and_of_both_kinds() -> None:
    expected = Counter(case["expected"] for case in CASES)
    assert expected["allow"] >= 150 and expected["deny"] >= 150, expected
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert all(case["why"] for case in CASES)


@pytest.mark.parametrize("name", UNDER_TEST)
def test_every_policy_is_asked_both_ways(name: str) -> None:
    """A policy that only denies is asked by what it lets through."""
    assert {case["expected"] for case in CASES if uses(case, name)} == {"allow", "deny"}


def test_the_matrix_of_principals_and_roles_is_whole() -> None:
    """12 principals at 6 roles, each with the trust as it is and with a trust that was opened: 12 may, 132 may not."""
    matrix = [case for case in CASES if case["id"].startswith("T05-")]
    asked = Counter((case["request"]["principal"], case["request"]["context"].get("aws:PrincipalArn")) for case in matrix)
    roles = {case["request"]["resource"] for case in matrix}
    assert len(asked) == 12 and set(asked.values()) == {12} and len(roles) == 6
    assert Counter(case["expected"] for case in matrix) == {"allow": 12, "deny": 132}


def test_nearly_every_change_of_a_policy_is_noticed() -> None:
    """Each statement, condition and action dropped by itself: some case must then be answered otherwise."""
    total, survivors = 0, []
    for name in UNDER_TEST:
        about = [case for case in CASES if uses(case, name)]
        for change, mutant in mutants(DOCUMENTS[name]):
            total += 1
            changed = {**DOCUMENTS, name: mutant}
            if all(is_right(case, changed) for case in about):
                survivors.append(f"{name}: {change}")
    assert total > 300
    assert len(survivors) <= total * 0.05, survivors
