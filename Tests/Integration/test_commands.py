"""Commands: help, examples, exit codes, and errors that teach."""
import json
import os
import sqlite3

import pytest

from conftest import PLAYBOOK, ROOT

COMMANDS = [
    ["respond"], ["plan"], ["explain"], ["check"], ["lints"], ["init"], ["schema"], ["undo"], ["journal", "list"], ["journal", "show"],
    ["journal", "verify"], ["journal", "holds"], ["halt"], ["resume"], ["actions"], ["pattern", "test"], ["pattern", "bench"], ["exceptions", "list"], ["cost"], ["demo"],
    ["sample"], ["test"], ["test", "record"], ["replay"], ["why"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_has_an_example(quell, command):
    done = quell.run(*command, "--help")
    assert done.returncode == 0 and "Example" in done.stdout and f"quell {' '.join(command)}" in done.stdout


def fails(quell, code, *arguments, **named):
    done = quell.run(*arguments, **named)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Fatal" not in done.stderr and len(done.stderr) + len(done.stdout) > 20
    return done.stderr + done.stdout


def test_bad_usage(quell):
    assert "Usage" in fails(quell, 2, "respond")
    assert "Usage" in fails(quell, 2, "no-such-command")
    assert "--output" in fails(quell, 2, "check", "--output", "xml", PLAYBOOK)


def test_files_that_are_not_there(quell):
    assert "missing.yaml" in fails(quell, 2, "check", "missing.yaml")
    assert "missing.json" in fails(quell, 2, "respond", "--playbook", PLAYBOOK, "missing.json")
    assert "--journal" in fails(quell, 2, "journal", "list")
    assert "missing" in fails(quell, 2, "demo", "--playbook", PLAYBOOK, "--state", "missing")


def test_a_bad_playbook_names_file_line_and_column(quell):
    path = quell.write("bad.yaml", "quell: 1\nrules:\n  - name: a\n    wen: {}\n    respond: [ec2.isolate-instanze]\n")
    text = fails(quell, 2, "check", path)
    assert f"{path}:4:5: error:" in text and 'Did you mean "when"?' in text
    assert f"{path}:5:15: error:" in text and 'Did you mean "ec2.isolate-instance"?' in text


@pytest.mark.parametrize("event", ["", "{", "[]", '{"source": 1}', "nonsense", '{"a": "\\ud800"}'])
def test_a_malformed_event_is_rejected_and_kept(quell, event):
    path = quell.write("event.json", event or " ")
    done = quell.run("respond", "--playbook", PLAYBOOK, path)
    assert done.returncode == 2, done.stdout + done.stderr
    if event not in ("", "[]"):
        [listed] = quell.json("journal", "list")
        assert listed["outcome"] == "rejected"
        shown = quell.json("journal", "show", listed["execution"])
        assert shown[0]["record"]["received"]["_0"]["event"].strip() == event.strip()


def test_events_by_line_and_from_standard_input(quell):
    events = [quell.sandbox.incident("sample")[0]["event"] for _ in range(2)]
    lines = "\n".join(json.dumps(event) for event in events) + "\nnot an event\n"
    responses = quell.json("respond", "--playbook", PLAYBOOK, "-", stdin=lines, expect=2)
    assert [r["outcome"] for r in responses] == ["ignored", "ignored", "rejected"]


def respond(quell, *more, name="row1-isolate-ec2", **environment):
    [incident] = quell.sandbox.incident(name)
    path = quell.write("event.json", incident["event"])
    return quell.run("respond", "--playbook", PLAYBOOK, "--topic", quell.sandbox.topic, *more, path, **environment)


def test_the_way_to_aws_is_broken(quell):
    cases = [
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, [], "cannot be reached"),
        ({"AWS_SECRET_ACCESS_KEY": "wrong"}, [], "SignatureDoesNotMatch"),
        ({"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_EC2_METADATA_DISABLED": "true"}, [], "No AWS credentials"),
        ({}, ["--role-name", "No-Such-Role"], "cannot be assumed"),
    ]
    for environment, more, expected in cases:
        done = respond(quell, *more, **environment)
        assert done.returncode == 1, (expected, done.stdout, done.stderr)
        assert expected in done.stdout + done.stderr
        [newest] = quell.json("journal", "list", "--limit", "1")
        assert newest["outcome"] == "failed"
        assert not [s for s in newest["steps"] if s["state"] == "done" and s["action"] != "notify"]


def test_a_failed_response_is_repeated_by_the_same_event(quell):
    [incident] = quell.sandbox.incident("row1-isolate-ec2")
    [failed] = quell.respond(incident["event"], expect=1, AWS_ENDPOINT_URL="http://127.0.0.1:9")
    assert failed["outcome"] == "failed"
    [response] = quell.respond(incident["event"])
    assert response["outcome"] == "contained"


def test_bad_regions_topics_endpoints(quell):
    assert "Region" in fails(quell, 2, "undo", "x", "--region", "nowhere")
    assert "ARN" in fails(quell, 2, "undo", "x", "--topic", "nonsense")
    done = respond(quell, AWS_ENDPOINT_URL="nonsense")
    assert done.returncode in (1, 3) and "AWS_ENDPOINT_URL" in done.stdout + done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_journal_that_cannot_be_written_as_a_person(quell):
    assert "--journal" in respond(quell, "--journal", "/proc/journal.sqlite").stderr


def test_a_journal_that_cannot_be_written_stops_everything(quell):
    quell.sandbox.ask("DELETE", "calls")
    [incident] = quell.sandbox.incident("row1-isolate-ec2")
    path = quell.write("event.json", incident["event"])
    quell.sandbox.ask("DELETE", "calls")
    done = quell.run(
        "respond", "--playbook", PLAYBOOK, "--topic", quell.sandbox.topic, "--journal", "/no/such/folder/j.sqlite", path
    )
    assert done.returncode == 1 and "--journal" in done.stderr
    assert quell.sandbox.calls() == []


def test_unknown_executions_and_actions(quell):
    respond(quell, name="sample")
    assert "quell journal list" in fails(quell, 2, "journal", "show", "nope")
    assert "quell journal list" in fails(quell, 2, "undo", "nope")
    assert "ec2.isolate-instance" in fails(quell, 2, "actions", "nope")


def test_verify_names_the_first_broken_link(quell):
    respond(quell, name="row2-user")
    assert quell.json("journal", "verify")["entries"] > 5
    with sqlite3.connect(quell.folder / "quell-journal.sqlite") as journal:
        journal.execute("UPDATE entries SET record = replace(record, 'AWSDenyAll', 'AWSDenyNil') WHERE sequence = 5")
        changed = journal.execute("SELECT count(*) FROM entries WHERE record LIKE '%AWSDenyNil%'").fetchone()[0]
        if not changed:
            journal.execute("UPDATE entries SET time = '2000-01-01T00:00:00Z' WHERE sequence = 5")
    quell.is_journal_spoilt = True
    broken = quell.json("journal", "verify", expect=1)["firstBroken"]
    assert broken["sequence"] == 5
    assert quell.json("journal", "audit", expect=1)["chain"]["firstBroken"] == broken
    assert "entry 5" in fails(quell, 1, "journal", "verify")


def test_explain_names_the_field_that_kept_a_rule_from_matching(quell):
    [incident] = quell.sandbox.incident("row6-open-group")
    path = quell.write("event.json", incident["event"])
    [explained] = quell.json("explain", "--playbook", PLAYBOOK, path)
    rules = {rule["rule"]: rule for rule in explained["rules"]}
    assert rules["confine-open-security-group"]["matches"]
    assert rules["encrypt-bucket"]["field"] == "detail.configRuleName"
    assert rules["encrypt-bucket"]["found"] == ['"SECURITY_GROUP_OPEN_PROHIBITED"']


def test_actions_and_options(quell):
    listed = quell.json("actions")
    assert len(listed) == 7 and {"ec2.isolate-instance", "notify"} <= {action["id"] for action in listed}
    assert "cut-live-flows" in quell.run("actions", "ec2.isolate-instance").stdout


def test_patterns(quell):
    vectors = ROOT / "Tests" / "EventPatternTests" / "Vectors" / "event-patterns.jsonl"
    lines = [json.loads(line) for line in vectors.read_text().splitlines()]
    plain = [v for v in lines if v.keys() & {"match", "invalid"} and not v.keys() & {"service_match", "spec_match", "service_invalid", "service_error"}]
    assert len(plain) > 600
    path = quell.write("vectors.jsonl", "\n".join(json.dumps(v) for v in plain))
    assert quell.json("pattern", "test", path)["mismatches"] == []
    wrong = quell.write("wrong.jsonl", '{"pattern": {"a": [1]}, "event": {"a": 2}, "match": true}\n')
    assert "wrong.jsonl:1" in fails(quell, 1, "pattern", "test", wrong)
    assert "wrong2.jsonl:1" in fails(quell, 2, "pattern", "test", quell.write("wrong2.jsonl", "{}\n"))


def test_pattern_bench(quell):
    event = {"source": "aws.guardduty", "detail-type": "GuardDuty Finding",
             "detail": {"type": "Backdoor:EC2/C&CActivity.B", "severity": 8}}
    path = quell.write("events.jsonl", json.dumps(event) + "\n{\"a\": bad}\n\n" + json.dumps(event) + "\n")
    counted = quell.json("pattern", "bench", PLAYBOOK, path)
    assert counted["events"] == 3 and counted["unreadable"] == 1 and counted["eventsPerSecond"] > 0
    matches = {rule["rule"]: rule["matches"] for rule in counted["rules"]}
    assert matches["contain-compromised-instance"] == 2 and sum(matches.values()) == 2
    assert "2 " in quell.run("pattern", "bench", PLAYBOOK, path).stdout
    assert "no event" in fails(quell, 2, "pattern", "bench", PLAYBOOK, quell.write("none.jsonl", "\n"))


def test_no_colour_and_no_secret_in_a_pipe(quell):
    done = respond(quell, "--verbose")
    assert done.returncode == 0, done.stdout + done.stderr
    everything = done.stdout + done.stderr + quell.run("journal", "list").stdout
    assert "\x1b[" not in everything and quell.environment["AWS_SECRET_ACCESS_KEY"] not in everything
