"""The worked example of Documentation/extending.md, run as it is written there."""
from conftest import ROOT

PLAYBOOK = ROOT / "Tests" / "Integration" / "playbooks" / "terminate.yaml"
TYPE = "Backdoor:EC2/C&CActivity.B!DNS"


def commanded(quell):
    [incident] = quell.sandbox.incident("balanced-instance")
    assert incident["event"]["detail"]["type"] == TYPE
    detail = incident["event"]["detail"]
    place = (detail["resource"]["instanceDetails"]["instanceId"], detail["accountId"], detail["region"])
    return quell.write("event.json", incident["event"]), place


def state(quell, place):
    instance, account, region = place
    ec2 = quell.sandbox.client("ec2", account, region)
    [reservation] = ec2.describe_instances(InstanceIds=[instance])["Reservations"]
    return reservation["Instances"][0]["State"]["Name"]


def test_the_guide_shows_this_very_rule():
    rule = PLAYBOOK.read_text().split("rules:\n")[1].rstrip()
    guide = (ROOT / "Documentation" / "extending.md").read_text()
    change = guide.split("```diff\n")[1].split("```")[0]
    added = "\n".join(line.removeprefix("+") for line in change.splitlines() if line.startswith("+  "))
    assert added.strip() == rule.strip()


def test_the_playbook_is_right(quell):
    assert quell.run("check", PLAYBOOK).returncode == 0


def test_the_runbook_terminates_the_instance_of_the_finding(quell):
    event, place = commanded(quell)
    [planned] = quell.json("plan", "--playbook", PLAYBOOK, "--topic", quell.sandbox.topic, event)
    assert planned["rule"] == "terminate-commanded-instance" and state(quell, place) == "running"
    [response] = quell.json("respond", "--playbook", PLAYBOOK, "--topic", quell.sandbox.topic, event)
    assert response["outcome"] == "contained", response
    assert state(quell, place) == "terminated"


def test_another_finding_does_not_terminate(quell):
    [incident] = quell.sandbox.incident("row1-isolate-ec2")
    event = quell.write("event.json", incident["event"])
    [response] = quell.json("respond", "--playbook", PLAYBOOK, "--topic", quell.sandbox.topic, event)
    assert response["outcome"] == "ignored"
