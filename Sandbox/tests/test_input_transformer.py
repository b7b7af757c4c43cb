import pytest

from quell_sandbox.input_transformer import MISSING, at_path, fill

EVENT = {"detail": {"list": [{"id": "a"}, {"id": "b"}], "dotted.key": 1, "empty": None}}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$", EVENT),
        ("$.detail.list[1].id", "b"),
        ("$.detail['dotted.key']", 1),
        ("$.detail.empty", None),
        ("$.detail.list[2]", MISSING),
        ("$.detail.list.id", MISSING),
        ("$.nothing", MISSING),
        ("$.detail..id", MISSING),
    ],
)
def test_paths(path: str, value: object) -> None:
    assert at_path(EVENT, path) == value


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ('"<text>"', '"say \\"hi\\""'),
        ("<text>", '"say \\"hi\\""'),
        ('{"a": <object>}', '{"a": {"k": "v"}}'),
        ('"<object>"', '"{\\"k\\": \\"v\\"}"'),
        ('{"n": <number>, "t": "<number>"}', '{"n": 7, "t": "7"}'),
        ('"<missing>"', '""'),
        ('"\\"<number>\\""', '"\\"7\\""'),
        ("<unknown> < 3", "<unknown> < 3"),
    ],
)
def test_templates(template: str, filled: str) -> None:
    values = {"text": 'say "hi"', "object": {"k": "v"}, "number": 7, "missing": MISSING}
    assert fill(template, values) == filled
