"""`quell serve` loses nothing and does nothing twice: killed between accepting and answering, stopped while it answers."""
import json
import sqlite3
import time

import pytest

from service import Service, outcomes, wait_until
from test_crash import wait_for
from test_inverses import state


def slow(quell, seconds):
    quell.sandbox.ask("POST", "latency", {"seconds": seconds})


@pytest.fixture
def incident(quell):
    [incident] = quell.sandbox.incident("two-interfaces")
    yield incident
    slow(quell, 0)


def test_what_was_accepted_is_answered_after_a_kill(quell, incident):
    slow(quell, 5)
    with Service(quell) as service:
        assert service.post(incident["event"])[0] == 202
        service.kill()
    slow(quell, 0)
    with sqlite3.connect(quell.folder / "quell-inbox.sqlite") as inbox:
        assert inbox.execute("SELECT count(*) FROM events").fetchone() == (1,)
    with Service(quell) as service:
        wait_until(lambda: outcomes(quell) == ["contained"])
        wait_until(lambda: service.metric('quell_inbox_events{state="answering"}') == 0)


@pytest.mark.parametrize("steps", [1, 4])
def test_a_response_that_was_killed_is_finished_once(quell, incident, steps):
    before = state(quell, incident["resources"])
    slow(quell, 0.05)
    with Service(quell) as service:
        service.post(incident["event"])
        wait_for(quell, steps)
        service.kill()
    slow(quell, 0)
    with Service(quell):
        wait_until(lambda: outcomes(quell) == ["contained"])
    [listed] = quell.json("journal", "list")
    assert quell.json("undo", listed["execution"])["outcome"] == "undone"
    assert state(quell, incident["resources"]) == before


def test_sigterm_lets_responses_end(quell, incident):
    slow(quell, 0.05)
    with Service(quell) as service:
        service.post(incident["event"])
        wait_for(quell, 1)
        assert service.stop() == 0
        assert service.lines("stopped") and not service.lines("responses are interrupted, the next start goes on with them")
    assert outcomes(quell) == ["contained"]


def test_a_response_that_exceeds_the_grace_time_is_left_to_the_next_start(quell, incident):
    slow(quell, 0.3)
    with Service(quell, "--grace", "0") as service:
        service.post(incident["event"])
        wait_for(quell, 1)
        begun = time.monotonic()
        assert service.stop() == 0
        assert time.monotonic() - begun < 10
        assert service.lines("responses are interrupted, the next start goes on with them")
    slow(quell, 0)
    with Service(quell):
        wait_until(lambda: outcomes(quell) == ["contained"], seconds=90)


def test_many_events_survive_a_kill(quell):
    sent = [
        {"source": "my.app", "detail-type": "x", "id": str(number), "account": "111122223333", "region": "eu-central-1",
         "detail": {}}
        for number in range(1_000)
    ]
    with Service(quell) as service:
        for start in range(0, len(sent), 100):
            status, _ = service.post("\n".join(map(json.dumps, sent[start:start + 100])).encode(), kind="application/x-ndjson")
            assert status == 202
        service.kill()
    with Service(quell) as service:
        wait_until(lambda: service.metric('quell_inbox_events{state="arrived"}') == 0)
    with sqlite3.connect(quell.folder / "quell-journal.sqlite") as journal:
        [[count]] = journal.execute("SELECT count(*) FROM executions")
    assert count == len(sent)
