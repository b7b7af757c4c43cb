"""Guards of the real command: the kill switch, budgets and holds, against the sandbox."""
import time

from conftest import PLAYBOOK
from test_crash import wait_for
from test_inverses import state


def incident(quell, name="row1-isolate-ec2"):
    [made] = quell.sandbox.incident(name)
    return made


def changes(quell):
    read = ("Describe", "Get", "List", "Assume", "Publish")
    return [c["operation"] for c in quell.sandbox.calls() if not c["operation"].startswith(read)]


def test_halt_stops_every_change_until_resume(quell):
    assert quell.run("halt", "--status").returncode == 2, "no journal yet"
    halted = quell.json("halt", "--reason", "it isolates production")
    assert halted["halted"] and halted["reason"] == "it isolates production"
    assert quell.json("halt", "--status", expect=3)["halted"]
    made = incident(quell)
    before = state(quell, made["resources"])
    quell.sandbox.ask("DELETE", "calls")
    [response] = quell.respond(made["event"], expect=3)
    assert response["outcome"] == "held" and "it isolates production" in response["why"], response
    assert changes(quell) == [] and state(quell, made["resources"]) == before
    assert "held" in quell.sandbox.ask("GET", "messages")[-1]["subject"]
    assert not quell.json("resume")["halted"]
    [response] = quell.respond(made["event"])
    assert response["outcome"] == "contained", response
    assert {entry["outcome"] for entry in quell.json("journal", "list")} == {"held", "contained"}


def test_halt_stops_a_response_of_another_process_in_the_middle(quell):
    made = incident(quell, "two-interfaces")
    before = state(quell, made["resources"])
    path = quell.write("event.json", made["event"])
    quell.sandbox.ask("POST", "latency", {"seconds": 0.05})
    try:
        process = quell.start("respond", "--playbook", PLAYBOOK, "--topic", quell.sandbox.topic, "--output", "json", path)
        wait_for(quell, 2)
        quell.json("halt")
        out, err = process.communicate(timeout=60)
    finally:
        quell.sandbox.ask("POST", "latency", {"seconds": 0})
    assert process.returncode == 3, out + err
    [listed] = quell.json("journal", "list")
    assert listed["outcome"] == "partial" and "halted" in listed["why"], listed
    kinds = [entry["kind"] for entry in quell.json("journal", "show", listed["execution"])]
    stopped = kinds.index("step-halted")
    told = kinds.index("planned", stopped)
    assert "intent" not in kinds[stopped:told], kinds
    assert "partial" in quell.sandbox.ask("GET", "messages")[-1]["subject"]
    assert quell.json("undo", listed["execution"])["outcome"] == "undone", "an undo works while halted"
    assert state(quell, made["resources"]) == before


def test_a_file_and_a_setting_halt_one_host(quell):
    made = incident(quell)
    stop = quell.write("stop", "")
    quell.sandbox.ask("DELETE", "calls")
    for more, environment in [
        (["--halt-file", stop], {}), ([], {"QUELL_HALT_FILE": str(stop)}), ([], {"QUELL_HALT": "true"}),
        ([], {"QUELL_HALT": "maybe"}), (["--halt-file", quell.folder / "stop" / "below"], {}),
    ]:
        [response] = quell.respond(made["event"], expect=3, more=more, **environment)
        assert response["outcome"] == "held", (more, environment, response)
    assert changes(quell) == []
    [response] = quell.respond(made["event"], more=["--halt-file", quell.folder / "none"], QUELL_HALT="false")
    assert response["outcome"] == "contained", response


LIMITED = """quell: 1
guardrails:
  limits: { ec2.isolate-instance: [2/hour/organization, 9/hour/account] }
rules:
  - name: contain
    when: { source: [aws.guardduty] }
    respond: [{ ec2.isolate-instance: { snapshot: true } }, guardduty.archive-finding, notify]
"""


def test_beyond_a_budget_evidence_is_kept_and_people_are_told_once(quell):
    playbook = quell.write("limited.yaml", LIMITED)
    incidents = [incident(quell) for _ in range(5)]
    told = len(quell.sandbox.ask("GET", "messages"))
    path = quell.write("events.json", [made["event"] for made in incidents])
    responses = quell.json("respond", "--playbook", playbook, "--topic", quell.sandbox.topic, path, expect=3)
    assert [r["outcome"] for r in responses] == ["contained", "contained", "held", "held", "held"], responses
    assert len(quell.sandbox.ask("GET", "messages")) == told + 3, "two successes, and one for all that is held"
    [group] = quell.json("journal", "holds")
    assert group["executions"] == [r["execution"] for r in responses[2:]] and "2/hour/organization" in group["why"]
    found = incidents[2]["resources"]
    ec2 = quell.sandbox.client("ec2", found["account"], found["region"])
    tags = ec2.describe_tags(Filters=[{"Name": "key", "Values": ["quell:held"]},
                                      {"Name": "value", "Values": [responses[2]["execution"]]}])["Tags"]
    assert {tag["ResourceType"] for tag in tags} >= {"instance", "volume", "network-interface"}
    execution = [{"Name": "tag:quell:execution", "Values": [responses[2]["execution"]]}]
    assert ec2.describe_snapshots(Filters=execution)["Snapshots"]
    assert quell.json("undo", responses[2]["execution"])["outcome"] == "undone"
    assert not ec2.describe_tags(Filters=[{"Name": "value", "Values": [responses[2]["execution"]]},
                                          {"Name": "key", "Values": ["quell:held"]}])["Tags"]


def test_a_watched_folder_holds_what_is_older_than_its_first_start(quell):
    made = incident(quell)
    made["event"]["time"] = "2026-01-01T00:00:00Z"
    inbox = quell.folder / "inbox"
    inbox.mkdir()
    process = quell.start("respond", "--playbook", PLAYBOOK, "--topic", quell.sandbox.topic, "--watch", inbox)
    try:
        quell.write("inbox/old.json", made["event"])
        wait_until(lambda: (inbox / "done" / "old.json").exists())
        [listed] = quell.json("journal", "list")
        assert listed["outcome"] == "held" and "resume --backlog" in listed["why"], listed
        quell.json("resume", "--backlog")
        quell.write("inbox/again.json", made["event"])
        wait_until(lambda: (inbox / "done" / "again.json").exists())
    finally:
        process.kill()
        process.communicate()
    assert [entry["outcome"] for entry in quell.json("journal", "list")] == ["contained", "held"]


def wait_until(is_so):
    for _ in range(300):
        if is_so():
            return
        time.sleep(0.1)
    raise AssertionError("it took more than half a minute")


def test_the_last_administrator_is_left_to_people(quell):
    made = incident(quell, "row2-user")
    found = made["resources"]
    iam = quell.sandbox.client("iam", found["account"])
    admin = "arn:aws:iam::aws:policy/AdministratorAccess"
    iam.attach_user_policy(UserName=found["user"], PolicyArn=admin)
    [response] = quell.respond(made["event"], expect=3)
    assert response["outcome"] == "held" and "last one" in response["why"], response
    iam.create_user(UserName=f"second-{found['user']}")
    iam.attach_user_policy(UserName=f"second-{found['user']}", PolicyArn=admin)
    try:
        [response] = quell.respond(made["event"])
        assert response["outcome"] == "contained", response
    finally:
        iam.detach_user_policy(UserName=f"second-{found['user']}", PolicyArn=admin)
        iam.detach_user_policy(UserName=found["user"], PolicyArn=admin)
