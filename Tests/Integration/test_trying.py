"""What tries a playbook: made-up events, its tests, a replay of a history, and why something was decided."""
import gzip
import json
import shutil
import struct
import subprocess
import xml.etree.ElementTree as xml
import zlib

import pytest

from conftest import PLAYBOOK, ROOT

CASES = """
quell-test: 1
tests:
  - name: isolated
    sample: { type: Trojan:EC2/DropPoint, resource: i-0123456789abcdef0 }
    expect: { rule: contain, outcome: contained }
  - name: from a file
    file: finding.json
    expect: { rule: contain, outcome: exempt, alert: true }
"""

RULES = """
quell: 1
rules:
  - name: contain
    when: { source: [aws.guardduty], detail: { type: [{ prefix: "Trojan:EC2/" }] } }
    respond: [ec2.isolate-instance, notify]
  - name: never
    when: { source: [aws.config], detail: { configRuleName: [NO_SUCH_RULE] } }
    respond: [notify]
"""


def sample(quell, *arguments):
    done = quell.run("sample", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_ready_playbooks_pass_their_tests_and_are_tested_whole(quell):
    suites = quell.json("test", ROOT / "Playbooks")
    assert {suite["playbook"].split("/")[-1] for suite in suites} >= {"default.yaml"}
    for suite in suites:
        assert all(test["passed"] for test in suite["tests"]), suite
        assert all(rule["tests"] > 0 for rule in suite["coverage"]), suite["playbook"]


def test_tests_report_like_a_test_runner(quell):
    quell.write("p.yaml", RULES)
    quell.write("p.test.yaml", CASES)
    quell.write("finding.json", sample(quell, "Trojan:EC2/DropPoint", "--tag", "SecurityException=x"))
    done = quell.run("test", "p.yaml", "--junit", "tests.xml", "--coverage")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 tests, 0 failed" in done.stdout and "1 of 2 rules" in done.stdout
    root = xml.parse(quell.folder / "tests.xml").getroot()
    assert [case.get("name") for case in root.iter("testcase")] == ["isolated", "from a file"]
    quell.write("p.test.yaml", CASES.replace("outcome: contained", "outcome: exempt"))
    done = quell.run("test", "p.yaml", "--junit", "tests.xml")
    assert done.returncode == 1 and "- exempt  expected" in done.stdout and "+ contained  actual" in done.stdout
    assert "p.test.yaml:4:5" in done.stdout
    assert len(list(xml.parse(quell.folder / "tests.xml").getroot().iter("failure"))) == 1
    done = quell.run("test", "p.yaml", "--filter", "file")
    assert done.returncode == 0 and "1 tests, 0 failed" in done.stdout


def test_a_shell_may_name_playbooks_and_their_tests_together(quell):
    quell.write("p.yaml", RULES)
    quell.write("p.test.yaml", CASES.split("  - name: from a file")[0])
    quell.write("p.more.test.yaml", CASES.split("  - name: from a file")[0])
    for named, count in (["p.yaml", "p.test.yaml", "p.more.test.yaml"], 2), (["p.more.test.yaml"], 1), (["."], 2):
        done = quell.run("test", *named)
        assert done.returncode == 0 and f"{count} tests, 0 failed" in done.stdout, done.stdout + done.stderr
    quell.write("lonely.test.yaml", CASES)
    done = quell.run("test", "lonely.test.yaml")
    assert done.returncode == 2 and "no playbook beside lonely.test.yaml" in done.stderr
    assert quell.run("test", "run", "p.yaml").returncode == 0
    assert "--junit" in quell.run("test", "run", "--help").stdout


@pytest.mark.parametrize("name", ["row1-isolate-ec2", "row2-user", "row6-open-group"])
def test_an_incident_becomes_a_test_that_passes(quell, sandbox, name):
    [incident] = sandbox.incident(name)
    [response] = quell.respond(incident["event"])
    quell.write("p.yaml", open(PLAYBOOK).read())
    done = quell.run("test", "record", response["execution"], "--playbook", "p.yaml")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"outcome: {response['outcome']}" in done.stdout
    quell.write("p.incident.test.yaml", done.stdout)
    done = quell.run("test", "p.yaml")
    assert done.returncode == 0 and "1 tests, 0 failed" in done.stdout, done.stdout + done.stderr
    # A playbook that answers otherwise fails it.
    quell.write("p.yaml", open(PLAYBOOK).read().replace("    respond:", "    approval: required\n    respond:"))
    done = quell.run("test", "p.yaml")
    assert done.returncode == 1 and "held" in done.stdout, done.stdout + done.stderr


def test_what_cannot_be_recorded_says_why(quell, sandbox):
    [incident] = sandbox.incident("row1-isolate-ec2")
    [response] = quell.respond(incident["event"])
    done = quell.run("test", "record", "0000000000000000", "--playbook", PLAYBOOK)
    assert done.returncode == 2 and "no execution" in done.stderr
    quell.write("p.yaml", RULES)
    done = quell.run("test", "record", response["execution"], "--playbook", "p.yaml")
    assert done.returncode == 2 and "which the playbook does not have" in done.stderr and done.stdout == ""


def test_mistakes_in_tests_name_their_place(quell):
    quell.write("p.yaml", RULES)
    assert quell.run("test", "p.yaml").returncode == 2
    quell.write("p.test.yaml", CASES.replace("rule: contain,", "rule: contian,"))
    done = quell.run("test", "p.yaml")
    assert done.returncode == 2 and 'p.test.yaml:6:21: error: rule cannot be "contian". Did you mean "contain"?' in done.stderr
    quell.write("p.test.yaml", CASES)
    done = quell.run("test", "p.yaml")
    assert done.returncode == 2 and "p.test.yaml:8:11: error: finding.json cannot be read" in done.stderr


def test_a_replay_counts_what_it_reads_from_files_folders_gzip_and_standard_input(quell):
    events = sample(quell, "Trojan:EC2/DropPoint", "--count", "20") + sample(quell, "Recon:EC2/Portscan", "--count", "7")
    folder = quell.folder / "history"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.jsonl").write_text(events)
    (folder / "deep" / "b.gz").write_bytes(gzip.compress(events.encode()))
    whole = quell.json("replay", PLAYBOOK, "history")
    assert whole["events"] == 54 and whole["dismissed"]["no-rule"] == 14
    rule = next(rule for rule in whole["rules"] if rule["rule"] == "contain-compromised-instance")
    assert rule["matched"] == 40 and rule["acts"] + rule["held"] == 30 and rule["duplicate"] == 10
    piped = quell.json("replay", PLAYBOOK, "-", stdin=events)
    assert piped["events"] == 27
    text = quell.run("replay", PLAYBOOK, "history/a.jsonl")
    assert text.returncode == 0 and "contain-compromised-instance" in text.stdout and "CPU seconds" in text.stdout
    csv = quell.run("replay", PLAYBOOK, "history", "--output", "csv").stdout.splitlines()
    assert csv[0].startswith("by,name,matched,acts") and any(line.startswith("rule,contain-compromised-instance,40") for line in csv)
    page = quell.run("replay", PLAYBOOK, "history", "--output", "html").stdout
    assert page.startswith("<!DOCTYPE html>") and "<svg" in page and "<script" not in page


def colours(png):
    """How many different pixels a screenshot has: rows as PNG filters them, which is enough to tell a page from nothing."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    data, place = b"", 8
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place:place + 8])
        if kind == b"IDAT":
            data += png[place + 8:place + 8 + length]
        place += 12 + length
    return len(set(zlib.decompress(data)))


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
@pytest.mark.parametrize("width", [1280, 400])
def test_the_page_of_a_replay_opens_in_a_browser(quell, width):
    events = "".join(
        sample(quell, kind, "--count", "30") for kind in ("Trojan:EC2/DropPoint", "UnauthorizedAccess:IAMUser/TorIPCaller"))
    quell.write("a.jsonl", events)
    page = quell.folder / "replay.html"
    page.write_text(quell.run("replay", PLAYBOOK, "a.jsonl", "--diff", PLAYBOOK, "--output", "html").stdout)
    browser = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--enable-logging=stderr",
        f"--user-data-dir={quell.folder / 'browser'}", f"--window-size={width},2000"]
    shot = quell.folder / "replay.png"
    done = subprocess.run(
        [*browser, f"--screenshot={shot}", page.as_uri()], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and ":CONSOLE" not in done.stderr, done.stderr
    assert colours(shot.read_bytes()) > 20
    tree = subprocess.run([*browser, "--dump-dom", page.as_uri()], capture_output=True, text=True, timeout=120).stdout
    for part in ("<svg", "contain-compromised-instance", "</table>", "</html>"):
        assert part in tree
    assert "http://" not in tree.replace("http://www.w3.org", "") and "<script" not in tree


def test_a_replay_says_what_a_changed_playbook_changes(quell):
    quell.write("old.yaml", RULES)
    quell.write("new.yaml", RULES.replace("respond: [ec2", "approval: required\n    respond: [ec2"))
    quell.write("a.jsonl", sample(quell, "Trojan:EC2/DropPoint", "--count", "3"))
    answer = quell.json("replay", "new.yaml", "--diff", "old.yaml", "a.jsonl")
    assert answer["changedEvents"] == 3
    (change,) = answer["changes"]
    assert (change["rule"], change["before"], change["after"], change["count"]) == ("contain", "acts", "asks", 3)


def test_a_replay_of_what_cannot_be_read_names_it(quell):
    done = quell.run("replay", PLAYBOOK, "missing.jsonl")
    assert done.returncode == 2 and "missing.jsonl" in done.stderr
    (quell.folder / "cut.gz").write_bytes(gzip.compress(b'{"a":1}\n' * 1000)[:-9])
    done = quell.run("replay", PLAYBOOK, "cut.gz")
    assert done.returncode == 2 and "cut.gz is cut short" in done.stderr


def test_why_tells_what_was_behind_a_decision(quell, sandbox):
    [incident] = sandbox.incident("row1-isolate-ec2")
    [response] = quell.respond(incident["event"])
    (story,) = quell.json("why", response["findingId"])
    assert story["execution"] == response["execution"] and story["outcome"] == "contained"
    causes = [decision["cause"] for decision in story["decisions"]]
    assert causes[0] == "event" and {"rule", "finding", "action", "step", "outcome"} <= set(causes)
    assert quell.json("why", response["resource"]) == [story]
    assert "contain-compromised-instance: The rule matched" in quell.run("why", response["resource"]).stdout
    done = quell.run("why", "i-99999999")
    assert done.returncode == 2 and "quell journal list" in done.stderr
