"""Condition operators against what the IAM user guide says of each."""

from typing import Any

import pytest
from quell_sandbox.policies import Layer, PolicyError, Request, decide

ROLE = "arn:aws:iam::111122223333:role/team/app"


def holds(operator: str, key: str, wanted: Any, version: str = "2012-10-17", **context: Any) -> bool:
    """Whether a condition holds in a request with this context; `__` in a name stands for a colon, `_s` for a slash."""
    condition = {operator: {key: wanted}}
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}
    values = {name.replace("__", ":").replace("_s_", "/"): value for name, value in context.items()}
    request = Request(ROLE, "s3:GetObject", "arn:aws:s3:::bucket/key", values)
    return decide(Layer.IDENTITY, [{"Version": version, "Statement": [statement]}], request).allowed


@pytest.mark.parametrize(
    ("operator", "wanted", "value", "expected"),
    [
        ("StringEquals", "a", "a", True),
        ("StringEquals", "a", "A", False),
        ("StringEquals", ["b", "a"], "a", True),
        ("StringEquals", "a*", "ab", False),
        ("StringEquals", "a*", "a*", True),
        ("StringNotEquals", "a", "b", True),
        ("StringNotEquals", ["a", "b"], "b", False),
        ("StringEqualsIgnoreCase", "SecurityException", "SECURITYexception", True),
        ("StringEqualsIgnoreCase", "a", "b", False),
        ("StringNotEqualsIgnoreCase", "a", "A", False),
        ("StringLike", "quell-*", "quell-", True),
        ("StringLike", "quell-*", "Quell-1", False),
        ("StringLike", "a?c", "abc", True),
        ("StringLike", "a?c", "ac", False),
        ("StringLike", "[a]", "a", False),
        ("StringLike", "[a]", "[a]", True),
        ("StringNotLike", ["x*", "y*"], "yes", False),
        ("StringNotLike", ["x*", "y*"], "no", True),
        ("NumericEquals", "5", "5.0", True),
        ("NumericNotEquals", "5", "6", True),
        ("NumericLessThan", "10", "9", True),
        ("NumericLessThan", "10", "10", False),
        ("NumericLessThanEquals", "10", "10", True),
        ("NumericGreaterThan", "9", "10", True),
        ("NumericGreaterThanEquals", "9", "8.9", False),
        ("NumericEquals", 5, "5", True),
        ("NumericEquals", "5", "five", False),
        ("DateEquals", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", True),
        ("DateNotEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", False),
        ("DateLessThan", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z", True),
        ("DateLessThanEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", True),
        ("DateGreaterThan", "2026-01-01", "2026-01-01T00:00:01Z", True),
        ("DateGreaterThanEquals", "1767225600", "2026-01-01T00:00:00Z", True),
        ("DateLessThan", "1767225600", "2026-01-01T00:00:00Z", False),
        ("Bool", "true", "true", True),
        ("Bool", True, "true", True),
        ("Bool", "true", "false", False),
        ("Bool", "false", "False", True),
        ("IpAddress", "10.0.0.0/8", "10.9.8.7", True),
        ("IpAddress", "10.0.0.0/8", "11.0.0.1", False),
        ("IpAddress", "10.0.0.1", "10.0.0.1", True),
        ("IpAddress", "2001:db8::/32", "2001:db8::1", True),
        ("IpAddress", "2001:db8::/32", "10.0.0.1", False),
        ("IpAddress", "10.0.0.0/8", "not an address", False),
        ("NotIpAddress", "10.0.0.0/8", "11.0.0.1", True),
        ("NotIpAddress", ["10.0.0.0/8", "11.0.0.0/8"], "11.0.0.1", False),
        ("BinaryEquals", "QmluYXJ5", "QmluYXJ5", True),
        ("BinaryEquals", "QmluYXJ5", "qmluYXJ5", False),
        ("ArnEquals", "arn:aws:iam::*:role/quell/*", "arn:aws:iam::1:role/quell/a", True),
        ("ArnLike", "arn:aws:iam::*:role/quell/*", "arn:aws:iam::1:role/quell/a/b", True),
        ("ArnLike", "arn:aws:iam::*:role/quell/*", "arn:aws:iam::1:role/other/quell/a", False),
        ("ArnLike", "arn:aws:*:role/a", "arn:aws:iam::1:role/a", False),
        ("ArnLike", "arn:aws:sns:*:*:topic", "arn:aws:sns:eu:1:x:topic", False),
        ("ArnLike", "arn:aws:iam::1:role/a", "no arn", False),
        ("ArnNotEquals", "arn:aws:iam::1:role/a", "arn:aws:iam::1:role/b", True),
        ("ArnNotLike", ["arn:aws:iam::1:role/a", "arn:aws:iam::1:role/b*"], "arn:aws:iam::1:role/bc", False),
    ],
)
def test_an_operator_compares_one_value(operator: str, wanted: Any, value: str, expected: bool) -> None:
    if operator.startswith("Arn") and wanted == "arn:aws:*:role/a":
        with pytest.raises(PolicyError, match="is not an ARN"):
            holds(operator, "test:key", wanted, test__key=value)
        return
    assert holds(operator, "test:key", wanted, test__key=value) is expected


POSITIVE = {
    "StringEquals": "a", "StringLike": "*", "StringEqualsIgnoreCase": "a", "NumericEquals": "1", "NumericLessThan": "1",
    "DateGreaterThan": "2026-01-01", "Bool": "true", "IpAddress": "0.0.0.0/0", "ArnLike": "arn:aws:iam::1:role/*",
    "ArnEquals": "arn:aws:iam::1:role/*", "BinaryEquals": "YQ==",
}  # fmt: skip
NEGATED = {
    "StringNotEquals": "a", "StringNotLike": "*", "StringNotEqualsIgnoreCase": "a", "NumericNotEquals": "1",
    "DateNotEquals": "2026-01-01", "NotIpAddress": "0.0.0.0/0", "ArnNotLike": "arn:aws:iam::1:role/*",
    "ArnNotEquals": "arn:aws:iam::1:role/*",
}  # fmt: skip


@pytest.mark.parametrize(("operator", "wanted"), [*POSITIVE.items(), *NEGATED.items()])
def test_a_missing_key_holds_for_negated_operators_only(operator: str, wanted: str) -> None:
    assert holds(operator, "test:key", wanted) is (operator in NEGATED)
    assert holds(f"{operator}IfExists", "test:key", wanted) is True
    assert holds(f"ForAllValues:{operator}", "test:key", wanted) is True
    assert holds(f"ForAnyValue:{operator}", "test:key", wanted) is False
    assert holds(f"ForAnyValue:{operator}IfExists", "test:key", wanted) is True


@pytest.mark.parametrize("empty", [None, []])
def test_a_key_that_holds_nothing_is_missing(empty: Any) -> None:
    assert holds("Null", "test:key", "true", test__key=empty)
    assert holds("ForAllValues:StringEquals", "test:key", "a", test__key=empty)
    assert not holds("ForAnyValue:StringEquals", "test:key", "a", test__key=empty)


def test_if_exists_still_looks_at_a_key_that_is_there() -> None:
    assert holds("StringEqualsIfExists", "test:key", "a", test__key="a")
    assert not holds("StringEqualsIfExists", "test:key", "a", test__key="b")
    assert not holds("StringNotLikeIfExists", "test:key", "b*", test__key="b")


@pytest.mark.parametrize(
    ("wanted", "value", "expected"),
    [("true", None, True), ("false", None, False), ("true", "x", False), ("false", "x", True), (False, ["x"], True), ("false", "", True)],
)
def test_null_asks_whether_a_key_is_there(wanted: Any, value: Any, expected: bool) -> None:
    assert holds("Null", "test:key", wanted, test__key=value) is expected


@pytest.mark.parametrize(
    ("operator", "wanted", "values", "expected"),
    [
        ("ForAllValues:StringEquals", ["a", "b"], ["a"], True),
        ("ForAllValues:StringEquals", ["a", "b"], ["a", "b"], True),
        ("ForAllValues:StringEquals", ["a", "b"], ["a", "c"], False),
        ("ForAllValues:StringEquals", ["a"], "a", True),
        ("ForAllValues:StringLike", ["quell:*", "Name"], ["quell:x", "Name"], True),
        ("ForAllValues:StringLike", ["quell:*"], ["quell:x", "name"], False),
        ("ForAllValues:StringNotEquals", ["a", "b"], ["c", "d"], True),
        ("ForAllValues:StringNotEquals", ["a", "b"], ["c", "a"], False),
        ("ForAnyValue:StringEquals", ["a", "b"], ["c", "a"], True),
        ("ForAnyValue:StringEquals", ["a", "b"], ["c", "d"], False),
        ("ForAnyValue:StringEqualsIgnoreCase", ["SecurityException"], ["x", "securityexception"], True),
        ("ForAnyValue:StringNotEquals", ["a"], ["a", "b"], True),
        ("ForAnyValue:StringNotEquals", ["a", "b"], ["a", "b"], False),
        ("ForAllValues:ArnLike", ["arn:aws:s3:::a*"], ["arn:aws:s3:::ab", "arn:aws:s3:::b"], False),
        ("ForAnyValue:Bool", ["true"], ["false", "true"], True),
    ],
)
def test_qualifiers_ask_all_or_any_of_several_values(operator: str, wanted: Any, values: Any, expected: bool) -> None:
    assert holds(operator, "test:key", wanted, test__key=values) is expected


def test_several_values_need_a_qualifier() -> None:
    assert holds("StringEquals", "test:key", "a", test__key=["a"])
    with pytest.raises(PolicyError, match="needs ForAllValues: or ForAnyValue:"):
        holds("StringEquals", "test:key", "a", test__key=["a", "b"])


@pytest.mark.parametrize(
    "operator",
    ["StringsEqual", "stringequals", "StringEqualsIfexists", "NullIfExists", "ForSomeValues:StringEquals", "ForAnyValue:", "Foo", ""],
)
def test_an_unknown_operator_is_an_error_whether_its_key_is_there_or_not(operator: str) -> None:
    for context in ({}, {"test__key": "a"}):
        with pytest.raises(PolicyError, match="There is no condition operator"):
            holds(operator, "test:key", "a", **context)


def test_an_unknown_operator_is_found_behind_a_condition_that_does_not_hold() -> None:
    condition = {"StringEquals": {"test:key": "other"}, "Foo": {"test:key": "a"}}
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}
    with pytest.raises(PolicyError):
        decide(Layer.IDENTITY, [{"Statement": statement}], Request(ROLE, "s3:GetObject", "*", {"test:key": "a"}))


@pytest.mark.parametrize(
    ("operator", "wanted"),
    [
        ("Bool", "yes"),
        ("NumericEquals", "many"),
        ("DateLessThan", "yesterday"),
        ("IpAddress", "10.0.0.0/99"),
        ("ArnLike", "quell/*"),
        ("Null", "maybe"),
        ("StringEquals", {"a": 1}),
        ("StringEquals", None),
    ],
)
def test_a_value_that_its_operator_cannot_compare_with_is_an_error(operator: str, wanted: Any) -> None:
    with pytest.raises(PolicyError):
        holds(operator, "test:key", wanted, test__key="a")


def test_the_names_of_keys_have_no_case_and_their_values_do() -> None:
    assert holds("StringEquals", "AWS:PrincipalOrgId", "o-a", aws__PrincipalOrgID="o-a")
    assert holds("StringEquals", "aws:resourcetag/TEAM", "red", aws__ResourceTag_s_team="red")
    assert not holds("StringEquals", "aws:PrincipalOrgID", "o-A", aws__PrincipalOrgID="o-a")


@pytest.mark.parametrize(
    ("wanted", "value", "tag", "expected"),
    [
        ("${aws:PrincipalTag/team}", "red", "red", True),
        ("${aws:PrincipalTag/team}", "blue", "red", False),
        ("x-${aws:PrincipalTag/team}-y", "x-red-y", "red", True),
        ("${aws:PrincipalTag/team, 'none'}", "none", None, True),
        ("${aws:PrincipalTag/team,'none'}", "none", "red", False),
        ("${aws:PrincipalTag/team, ''}", "", None, True),
        ("${aws:PrincipalTag/team}", "${aws:PrincipalTag/team}", None, False),
        ("${AWS:principaltag/TEAM}", "red", "red", True),
        ("${*}", "*", None, True),
        ("${$}{x}", "${x}", None, True),
    ],
)
def test_variables_stand_for_values_of_the_request(wanted: str, value: str, tag: str | None, expected: bool) -> None:
    context = {"test__key": value, "aws__PrincipalTag_s_team": tag}
    assert holds("StringEquals", "test:key", wanted, **context) is expected


def test_a_variable_without_a_value_matches_nothing() -> None:
    assert not holds("StringLike", "test:key", "${aws:PrincipalTag/team}*", test__key="red")
    assert holds("StringNotLike", "test:key", "${aws:PrincipalTag/team}*", test__key="red")
    assert holds("StringLike", "test:key", ["${aws:PrincipalTag/team}", "r*"], test__key="red")


def test_wildcards_in_the_value_of_a_variable_are_plain() -> None:
    assert not holds("StringLike", "test:key", "${aws:username}/*", test__key="anna/x", aws__username="*")
    assert holds("StringLike", "test:key", "${aws:username}/*", test__key="*/x", aws__username="*")
    assert not holds("StringLike", "test:key", "a${?}", test__key="ab")


def test_the_older_version_has_no_variables() -> None:
    context = {"test__key": "${aws:username}", "aws__username": "anna"}
    assert holds("StringEquals", "test:key", "${aws:username}", version="2008-10-17", **context)
    assert not holds("StringEquals", "test:key", "${aws:username}", **context)


def test_a_key_that_cannot_be_told_is_an_error_and_not_missing() -> None:
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    told = {**statement, "Condition": {"Null": {"ec2:Vpc": "true"}}}
    request = Request(ROLE, "ec2:RunInstances", "*", {}, frozenset({"ec2:vpc", "s3:bucket/"}))
    with pytest.raises(PolicyError, match="ec2:Vpc"):
        decide(Layer.IDENTITY, [{"Statement": told}], request)
    below = {**statement, "Condition": {"StringNotEquals": {"s3:Bucket/tag": "x"}}}
    with pytest.raises(PolicyError, match="s3:Bucket/tag"):
        decide(Layer.IDENTITY, [{"Statement": below}], request)
    assert decide(Layer.IDENTITY, [{"Statement": statement}], request).allowed
