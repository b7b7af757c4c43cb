"""`quell cost`: what a month costs, worked out by hand here once more."""
import json

import pytest

from conftest import ROOT

PRICES = ROOT / "Prices" / "us-east-1.json"


def cost(quell, *more):
    return quell.json("cost", "--prices", PRICES, *more)


def test_five_accounts(quell):
    told = cost(quell, "--accounts", 5, "--findings-per-month", 20, "--config-changes-per-month", 100)
    parts = {part["part"]: part for part in told["parts"]}
    # 600 events of 140 writes at 0.625 a million, and 1,000 steps at 0.002.
    assert parts["dynamodb-write"]["cost"] == pytest.approx(0.05) and parts["ssm-automation-step"]["cost"] == 2.00
    assert told["total"] == pytest.approx(sum(part["number"] * part["price"] for part in told["parts"]), abs=0.02)
    assert told["perAccount"] == pytest.approx(told["total"] / 5, abs=0.01)


def test_events_are_stretched_to_a_month(quell):
    def event(day):
        return json.dumps({"source": "aws.guardduty", "account": "111111111111", "time": f"2026-11-{day:02}T08:00:00Z"})

    path = quell.write("events.jsonl", "\n".join(event(day) for day in (1, 5, 10)) + "\n")
    told = cost(quell, "--events", path)
    # Three in ten days are nine and an eighth in 30.4 days.
    assert {part["part"]: part["number"] for part in told["parts"]}["sns-publish"] == pytest.approx(9.125, abs=0.01)


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1"])
def test_every_price_says_where_it_is_from(region):
    for price in json.loads((ROOT / "Prices" / f"{region}.json").read_text())["prices"].values():
        assert price["source"].startswith("https://aws.amazon.com/") and price["takenFrom"]


def test_old_prices_are_told(quell):
    old = json.loads(PRICES.read_text()) | {"date": "2020-01-01"}
    assert "2020-01-01, more than a year ago" in quell.run("cost", "--prices", quell.write("old.json", old)).stderr
    new = old | {"date": "2999-01-01"}
    assert quell.run("cost", "--prices", quell.write("new.json", new)).stderr == ""


def test_bad_usage(quell):
    bad = quell.write("bad.json", {"region": "r", "currency": "USD", "date": "2026-01-01", "prices": {}})
    empty = quell.write("empty.jsonl", "{}\n")
    for arguments, expected in [
        (["--prices", "missing.json"], "--prices"),
        (["--prices", bad], "eventbridge-cross-account-event"),
        (["--prices", PRICES, "--accounts", "0"], "at least 1"),
        (["--prices", PRICES, "--events", empty], "no event"),
        (["--prices", PRICES, "--events", empty, "--findings-per-month", "1"], "not both"),
    ]:
        done = quell.run("cost", *arguments)
        assert done.returncode == 2 and expected in done.stderr, (arguments, done.stderr)
