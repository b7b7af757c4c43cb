"""`quell serve`: each way in, what is refused, what watchers are told, and a playbook that changes."""
import json
import os
import pathlib
import signal
import time

import boto3
import pytest

from conftest import PLAYBOOK
from service import Service, make_due, outcomes, wait_until

IDLE = {"source": "my.app", "detail-type": "x", "id": "1", "account": "111122223333", "region": "eu-central-1", "detail": {}}


def event(quell, name="row6-open-group"):
    [incident] = quell.sandbox.incident(name)
    return incident["event"]


def test_a_signed_event_is_answered(quell):
    with Service(quell) as service:
        status, text = service.post(event(quell))
        assert (status, json.loads(text)) == (202, {"accepted": 1, "duplicates": 0})
        wait_until(lambda: outcomes(quell) == ["contained"])
        wait_until(lambda: service.metric('quell_responses_total{outcome="contained"}') == 1)
        assert service.metric('quell_events_accepted_total{way="http"}') == 1
        wait_until(lambda: service.metric('quell_inbox_events{state="answering"}') == 0)
        [line] = service.lines("event answered")
        assert line["outcome"] == "contained" and line["level"] == "info"


def test_events_that_lead_to_nothing_are_recorded_many_at_once(quell):
    with Service(quell) as service:
        body = "\n".join(json.dumps({**IDLE, "id": str(number)}) for number in range(200)).encode()
        status, text = service.post(body, kind="application/x-ndjson")
        assert (status, json.loads(text)["accepted"]) == (202, 200)
        wait_until(lambda: service.metric('quell_responses_total{outcome="ignored"}') == 200)
    assert quell.json("journal", "verify")["entries"] == 601
    assert set(outcomes(quell)) == {"ignored"}


def test_what_is_not_signed_is_not_taken(quell):
    with Service(quell) as service:
        body = event(quell)
        assert service.post(body, secret="f" * 32)[0] == 401
        assert service.post(body, at=time.time() - 301)[0] == 401
        assert service.post(body, at=time.time() + 301)[0] == 401
        status, text = service.ask("/events", json.dumps(body).encode())
        assert status == 400 and "X-Quell-Timestamp" in json.loads(text)["why"]
        assert service.post(b"{")[0] == 400
        assert service.post(b" " * 1_048_577)[0] == 413
        assert service.ask("/events")[0] in (404, 405)
        assert service.ask("/nothing")[0] == 404
        assert service.metric('quell_requests_refused_total{reason="signature"}') == 4
        assert service.metric('quell_events_accepted_total{way="http"}') == 0
        assert service.metric('quell_inbox_events{state="arrived"}') == 0
    assert outcomes(quell) == []


def test_a_file_in_the_spool_folder_is_answered(quell):
    spool = quell.folder / "spool"
    spool.mkdir()
    with Service(quell, "--spool", spool) as service:
        path = quell.write("spool/event.json", event(quell))
        wait_until(lambda: (spool / "done" / "event.json").exists())
        wait_until(lambda: outcomes(quell) == ["contained"])
        assert not path.exists()
        assert service.metric('quell_events_accepted_total{way="spool"}') == 1


def test_a_message_of_a_queue_is_answered_and_deleted(quell):
    messages = [json.dumps(event(quell)), json.dumps(IDLE)]
    url = quell.sandbox.ask("POST", "queues", {"name": "events", "messages": messages})["url"]
    sqs = boto3.client(
        "sqs", endpoint_url=quell.sandbox.endpoint, region_name="eu-central-1",
        aws_access_key_id=quell.sandbox.environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=quell.sandbox.environment["AWS_SECRET_ACCESS_KEY"],
    )

    def left() -> set[str]:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        return set(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"].values())

    assert left() == {"0", "2"}
    with Service(quell, "--queue", url) as service:
        wait_until(lambda: sorted(outcomes(quell)) == ["contained", "ignored"])
        assert service.metric('quell_events_accepted_total{way="queue"}') == 2
        wait_until(lambda: left() == {"0"})


def test_watchers_are_told_whether_it_lives_and_is_ready(quell):
    with Service(quell) as service:
        assert service.ask("/live")[0] == 200
        wait_until(lambda: service.ask("/ready")[0] == 200)
        assert json.loads(service.ask("/ready")[1]) == {"status": "ready", "complaints": []}
        text = service.ask("/metrics")[1]
        assert "# TYPE quell_accept_seconds histogram" in text and "quell_playbook_current 1" in text


def test_a_good_playbook_is_taken_and_a_bad_one_is_not(quell):
    text = pathlib.Path(PLAYBOOK).read_text()
    playbook = quell.write("playbook.yaml", "quell: 1\nrules:\n  - name: none\n    when: { source: [none] }\n    respond: [notify]\n")
    with Service(quell, playbook=playbook) as service:
        made = event(quell)
        service.post(made)
        wait_until(lambda: outcomes(quell) == ["ignored"])
        playbook.write_text(text)
        wait_until(lambda: service.lines("the playbook is a new one"))
        playbook.write_text("quell: 1\nrules: nonsense\n")
        os.kill(service.process.pid, signal.SIGHUP)
        wait_until(lambda: service.lines("the new playbook is not taken, the one before counts on"))
        [line] = service.lines("the new playbook is not taken, the one before counts on")
        assert line["reason"] == "invalid" and "playbook.yaml:2:" in line["why"]
        assert service.metric("quell_playbook_current") == 0
        assert service.metric('quell_playbook_refused_total{reason="invalid"}') == 1
        made["id"] = "c8c4daa7-a20c-2f03-0070-b7393dd542ff"
        service.post(made)
        wait_until(lambda: outcomes(quell) == ["contained", "ignored"])
        playbook.write_text(text)
        os.kill(service.process.pid, signal.SIGHUP)
        wait_until(lambda: service.metric("quell_playbook_current") == 1)


def test_an_event_that_fails_five_times_is_quarantined_and_can_be_redriven(quell):
    quell.sandbox.fault(operation="AssumeRole", count=10_000, code="AccessDenied", status=403)
    with Service(quell) as service:
        service.post(event(quell))
        for attempt in range(1, 5):
            wait_until(lambda: service.metric("quell_events_retried_total") == attempt)
            make_due(quell)
        wait_until(lambda: service.metric('quell_inbox_events{state="quarantined"}') == 1)
        [given] = quell.json("inbox", "list")
        assert given["attempts"] == 5 and given["reason"]
        assert json.loads(given["event"])["source"]
        quell.sandbox.ask("DELETE", "faults")
        assert quell.json("inbox", "redrive", "--all") == {"redriven": 1}
        wait_until(lambda: outcomes(quell)[0] == "contained")
        wait_until(lambda: service.metric('quell_inbox_events{state="quarantined"}') == 0)
    assert quell.json("inbox", "list") == []
    assert quell.run("inbox", "redrive", "99").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Name a way in"),
        (("--secret-file", "secret", "--listen", "8642"), "is no address"),
        (("--secret-file", "missing"), "cannot be read"),
        (("--secret-file", "secret", "--listen", "none"), "takes no HTTP"),
        (("--spool", "secret/spool"), "is no folder"),
        (("--secret-file", "secret", "--workers", "0"), "from 1 to 256"),
    ],
)
def test_what_cannot_be_served_is_said_at_once(quell, arguments, sentence):
    quell.write("secret", "0" * 32).chmod(0o600)
    done = quell.run("serve", "--playbook", PLAYBOOK, *arguments)
    assert done.returncode == 2 and sentence in done.stderr, done.stderr


def test_two_services_do_not_share_an_inbox(quell):
    with Service(quell):
        secret = quell.folder / "secret"
        done = quell.run("serve", "--playbook", PLAYBOOK, "--secret-file", secret, "--listen", "127.0.0.1:0")
        assert done.returncode == 1 and "Another process works on the inbox" in done.stderr
