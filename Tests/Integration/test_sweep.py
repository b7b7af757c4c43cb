"""What no event told of is found by `quell sweep`, answered once, and known from then on."""
import json

PLAYBOOK = """quell: 1
rules:
  - name: contain
    when:
      source: [aws.guardduty]
      detail-type: [GuardDuty Finding]
      detail: {{ id: ["{finding}"] }}
    respond: [ec2.isolate-instance, guardduty.archive-finding, notify]
"""


def test_a_finding_whose_event_never_came_is_contained_once(quell):
    [made] = quell.sandbox.incident("row1-isolate-ec2")
    finding = made["event"]["detail"]["id"]
    region = made["event"]["region"]
    playbook = quell.write("sweep.yaml", PLAYBOOK.format(finding=finding))
    command = ["sweep", "--playbook", playbook, "--topic", quell.sandbox.topic, "--regions", region]

    looked = quell.json(*command, "--dry-run")
    [missed] = looked["missed"]
    assert missed["findingId"] == finding and missed["rules"] == ["contain"], looked
    assert looked["responses"] == [] and looked["unread"] == []
    assert not (quell.folder / "quell-journal.sqlite").exists(), "a look leaves no journal"

    swept = quell.json(*command)
    [response] = swept["responses"]
    assert response["outcome"] == "contained" and response["findingId"] == finding, swept
    [received] = [entry for entry in quell.json("journal", "show", response["execution"]) if entry["kind"] == "received"]
    assert '"source":"sweep"' in json.dumps(received).replace(" ", ""), received

    quell.sandbox.ask("DELETE", "calls")
    again = quell.json(*command)
    assert again["missed"] == [] and again["responses"] == [], again
    assert all(call["operation"].startswith(("Get", "List", "Describe", "Assume")) for call in quell.sandbox.calls())
    assert len(quell.json("journal", "list")) == 1

    # The event comes after all: it is the same execution.
    responses = quell.json("respond", "--playbook", playbook, "--topic", quell.sandbox.topic, quell.write("e.json", made["event"]))
    assert [each["outcome"] for each in responses] == ["duplicate"]


def test_what_cannot_be_read_is_told(quell):
    playbook = quell.write("sweep.yaml", PLAYBOOK.format(finding="0" * 32))
    quell.sandbox.fault(operation="ListFindings", count=9, code="AccessDeniedException", status=403)
    done = quell.run("sweep", "--playbook", playbook, "--topic", quell.sandbox.topic, "--regions", "eu-central-1")
    assert done.returncode == 3 and "could not be swept" in done.stderr, done.stdout + done.stderr


def test_bad_input_is_refused(quell):
    for wrong in (["--account", "1234"], ["--regions", "nowhere"], ["--hours", "0"], ["--organization", "--account", "1" * 12]):
        done = quell.run("sweep", "--playbook", quell.write("p.yaml", PLAYBOOK.format(finding="a")), *wrong)
        assert done.returncode == 2 and "Unknown" not in done.stderr, (wrong, done.stderr)
