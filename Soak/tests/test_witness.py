"""The witness knows a planned change from any other."""
from typing import Any

from quell_soak.stand_in.history import Change
from quell_soak.witness import judge

STEP = {"action": "a", "phase": "contain", "step": "one"}


def planned(value: Any = "x") -> tuple[str, dict[str, Any]]:
    call = {"operation": "ec2:CreateTags", "account": "1", "input": {"Resources": [value], "Protected": True}}
    return "planned", {"_0": {"phase": "contain", "plans": [{"action": "a", "steps": [{"id": "one", "call": call}]}]}}


INTENT = ("intent", {"step": STEP, "attempt": 1})
OBSERVED = ("observed", {"_0": {"step": STEP, "outputs": {"group": "sg-1"}}})


def change(*values: str, operation: str = "ec2:CreateTags", account: str = "1") -> Change:
    return Change(operation, account, "quell-e", "e", tuple(sorted(values)))


def test_a_planned_change_with_an_intent_is_due() -> None:
    assert judge([planned(), INTENT], change("x", "true")) == "due"


def test_a_change_whose_effect_was_seen_is_late() -> None:
    assert judge([planned(), INTENT, OBSERVED], change("x", "true")) == "late"


def test_everything_else_is_unplanned() -> None:
    assert judge([], change("x", "true")) == "no intent"
    assert judge([planned()], change("x", "true")) == "no intent"
    assert judge([planned(), INTENT], change("y", "true")) == "no intent"
    assert judge([planned(), INTENT], change("x", "true", "more")) == "no intent"
    assert judge([planned(), INTENT], change("x", "true", account="2")) == "no intent"
    assert judge([planned(), INTENT], change("x", "true", operation="ec2:DeleteTags")) == "no intent"
    assert judge([INTENT], change("x", "true")).endswith("without a plan")


def test_an_output_of_an_earlier_step_stands_in_its_place() -> None:
    records = [planned({"$output": "group"}), OBSERVED, INTENT]
    assert judge(records, change("sg-1", "true")) == "late"
    assert judge(records, change("sg-2", "true")) == "no intent"
