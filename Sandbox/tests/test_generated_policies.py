"""The policies that Quell generates decide as the reference does, but for what is listed with its reason."""

from collections import Counter
from typing import Any

import pytest
from generated_cases import SCENERY, differences, documents, is_right, own, reasons, translated
from policy_cases import answer, cases, mutants

CASES = cases()
HELD = [case for case in CASES if not reasons(case)]
LISTED = [case for case in CASES if reasons(case)]
OWN = own()
ASKED = [*filter(None, map(translated, HELD)), *OWN]
# Policies of the same content, such as the trusts of response roles, are one policy: it stands under its first name.
CONTENTS = {name: next(each for each in documents() if documents()[each] == documents()[name]) for name in documents()}
DISTINCT = sorted(set(CONTENTS.values()) - set(SCENERY))


@pytest.mark.parametrize("case", HELD, ids=[case["id"] for case in HELD])
def test_a_generated_policy_decides_as_the_reference(case: dict[str, Any]) -> None:
    ours = translated(case)
    assert ours, f"{case['policies']} have no counterpart: list the case in differences.json, with the reason."
    assert is_right(ours, documents()), (ours["why"], ours["request"], answer(ours, documents()))


@pytest.mark.parametrize("case", OWN, ids=[case["id"] for case in OWN])
def test_a_generated_policy_decides_as_it_should(case: dict[str, Any]) -> None:
    assert is_right(case, documents()), (case["why"], case["request"], answer(case, documents()))


@pytest.mark.parametrize("case", LISTED, ids=[case["id"] for case in LISTED])
def test_a_listed_difference_is_one(case: dict[str, Any]) -> None:
    ours = translated(case)
    assert ours is None or not is_right(ours, documents()), f"{case['id']} is no difference: take it off the list."


def test_every_difference_has_one_reason_and_cases() -> None:
    assert all(len(reasons(case)) == 1 for case in LISTED)
    named = [name for each in differences() for name in each["cases"]]
    assert len(named) == len(set(named))
    ids = {case["id"] for case in CASES}
    unused = [name for name in named if name not in ids and not any(each.startswith(name[:-1]) for each in ids)]
    assert not unused and all(name in ids or name.endswith("-*") for name in named)


def test_the_questions_are_many_and_of_both_kinds() -> None:
    """Far more than what the reference asks for, so that the list of differences cannot swallow them."""
    assert len(HELD) >= 560
    expected = Counter(case["expected"] for case in ASKED)
    assert expected["allow"] >= 200 and expected["deny"] >= 200, expected
    assert len({case["id"] for case in OWN}) == len(OWN) and all(case["why"] for case in OWN)
    assert sum(1 for name in DISTINCT for _ in mutants(documents()[name])) >= 450


@pytest.mark.parametrize("name", DISTINCT)
def test_every_change_of_a_generated_policy_is_noticed(name: str) -> None:
    """Each statement, condition and action dropped by itself: some case must then be answered otherwise."""
    alike = {each for each, first in CONTENTS.items() if first == name}
    about = [case for case in ASKED if any(alike & set(named) for named in case["policies"].values())]
    survivors = [
        change
        for change, mutant in mutants(documents()[name])
        if all(is_right(case, {**documents(), **dict.fromkeys(alike, mutant)}) for case in about)
    ]
    assert not survivors
