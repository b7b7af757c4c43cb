"""People approve exactly one plan: the real commands, each person with keys of their own."""
import contextlib
import datetime
import hashlib
import itertools
import json
import sqlite3

import pytest

TERMS = "{ people: 1 }"
PLAYBOOK = """quell: 1
rules:
  - name: isolate
    when: {{ source: [aws.guardduty], detail: {{ resource: {{ resourceType: [Instance] }} }} }}
    approval: {terms}
    respond: [ec2.isolate-instance, guardduty.archive-finding, notify]
  - name: confine
    when: {{ source: [aws.config] }}
    approval: {terms}
    respond: [ec2.confine-security-group, notify]
"""
NUMBERS = itertools.count(1)


class Person:
    """A user of the security account, with nothing but keys, and later with the right to take the response role."""

    def __init__(self, quell, name):
        self.quell, self.name = quell, name
        self.iam = quell.sandbox.client("iam", "999999999999")
        self.iam.create_user(UserName=name)
        key = self.iam.create_access_key(UserName=name)["AccessKey"]
        self.environment = {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}

    def run(self, *arguments):
        return self.quell.run("approvals", *arguments, **self.environment)

    def json(self, *arguments, expect=0):
        return self.quell.json("approvals", *arguments, expect=expect, **self.environment)

    def approve(self, paper, *more, expect=0):
        return self.json("approve", paper["execution"], "--plan", paper["plan"][:8], *more, expect=expect)

    def refused(self, paper, *arguments):
        """What the command says when it refuses, with status 3."""
        done = self.run("approve", paper["execution"], "--plan", paper["plan"][:8], *arguments)
        assert done.returncode == 3 and done.stdout == "", done.stdout + done.stderr
        return done.stderr


@pytest.fixture
def people(quell):
    number = next(NUMBERS)
    return [Person(quell, f"{name}-{number}") for name in ("alice", "bob")]


def held(quell, name="two-interfaces", terms=TERMS):
    """An incident whose response waits, its playbook, and the plan that waits."""
    playbook = quell.write("playbook.yaml", PLAYBOOK.format(terms=terms))
    [incident] = quell.sandbox.incident(name)
    path = quell.write("event.json", [incident["event"]])
    [response] = quell.json("respond", "--playbook", playbook, "--topic", quell.sandbox.topic, path, expect=3)
    assert response["outcome"] == "held" and not response["undoable"]
    [paper] = quell.json("approvals", "list")
    assert paper["execution"] == response["execution"] and paper["state"] == "waiting"
    return incident["resources"], playbook, paper


def apply(quell, paper, playbook, expect=0):
    return quell.json(
        "approvals", "apply", paper["execution"], "--playbook", playbook, "--topic", quell.sandbox.topic, expect=expect
    )


def interfaces(quell, found):
    ec2 = quell.sandbox.client("ec2", found["account"], found["region"])
    shown = ec2.describe_network_interfaces(NetworkInterfaceIds=list(found["interfaces"]))["NetworkInterfaces"]
    return {each["NetworkInterfaceId"]: sorted(group["GroupId"] for group in each["Groups"]) for each in shown}


def applied(quell, paper):
    """Hashes of the plans that were frozen for being applied, and the kinds of all entries."""
    entries = quell.json("journal", "show", paper["execution"])
    frozen = [entry["record"]["planned"]["_0"] for entry in entries if entry["kind"] == "planned"]
    return [plan["hash"] for plan in frozen if plan["phase"] == "contain"], [entry["kind"] for entry in entries]


def let_time_pass(quell, paper):
    """Sets the end of the request to a year ago, as a journal of then would have it: no clock of the machine is touched."""
    until = (datetime.datetime.fromisoformat(paper["until"]) - datetime.timedelta(days=365)).strftime("%Y-%m-%dT%H:%M:%SZ")
    with contextlib.closing(sqlite3.connect(quell.folder / "quell-journal.sqlite")) as journal, journal:
        changed = journal.execute(
            "UPDATE entries SET record = replace(record, ?, ?) WHERE kind = 'approval-requested'", (paper["until"], until))
        assert changed.rowcount == 1
        previous = "0" * 64
        for row in journal.execute("SELECT sequence, execution, time, record FROM entries ORDER BY sequence").fetchall():
            digest = hashlib.sha256("\n".join([previous, *map(str, row)]).encode()).hexdigest()
            journal.execute("UPDATE entries SET previous = ?, hash = ? WHERE sequence = ?", (previous, digest, row[0]))
            previous = digest


def alerts(quell):
    return sum(call["operation"] == "Publish" for call in quell.sandbox.calls())


def test_exactly_the_approved_plan_is_applied_and_can_be_taken_back(quell, people):
    alice, _ = people
    found, playbook, paper = held(quell)
    before = interfaces(quell, found)
    assert applied(quell, paper)[0] == []
    shown = quell.run("approvals", "show", paper["execution"]).stdout
    assert paper["plan"] in shown and "ModifyNetworkInterfaceAttribute" in shown and f"--plan {paper['plan'][:16]}" in shown

    approved = alice.approve(paper)
    assert approved["state"] == "approved" and approved["approvals"][0]["by"]["arn"].endswith(f"user/{alice.name}")
    assert interfaces(quell, found) == before
    done = apply(quell, paper, playbook)
    assert done["outcome"] == "contained" and done["approval"]["state"] == "used"
    assert interfaces(quell, found) != before
    frozen, kinds = applied(quell, paper)
    assert frozen == [paper["plan"]]
    order = [kinds.index(kind) for kind in ("approval-requested", "approved", "apply-requested", "intent")]
    assert order[:3] == sorted(order[:3]) and kinds.index("planned", order[2]) > order[2]
    assert quell.json("approvals", "list") == [] and "firstBroken" not in quell.json("journal", "verify")
    assert quell.json("journal", "audit")["breaches"] == []
    assert quell.json("undo", paper["execution"])["outcome"] == "undone"
    assert interfaces(quell, found) == before


def test_an_approval_is_good_once(quell, people):
    alice, bob = people
    found, playbook, paper = held(quell)
    alice.approve(paper)
    assert apply(quell, paper, playbook)["outcome"] == "contained"
    after = interfaces(quell, found)
    again = quell.run("approvals", "apply", paper["execution"], "--playbook", playbook)
    assert again.returncode == 3 and "has been used" in again.stderr
    assert "has been used" in bob.refused(paper)
    assert interfaces(quell, found) == after


def test_a_changed_interface_refuses_shows_three_states_and_asks_again(quell, people):
    alice, bob = people
    found, playbook, paper = held(quell)
    alice.approve(paper)
    ec2 = quell.sandbox.client("ec2", found["account"], found["region"])
    interface = sorted(found["interfaces"])[0]
    other = ec2.create_security_group(GroupName=f"other-{interface}", Description="x", VpcId=found["vpc"])["GroupId"]
    ec2.modify_network_interface_attribute(NetworkInterfaceId=interface, Groups=[other])
    before = interfaces(quell, found)

    refused = apply(quell, paper, playbook, expect=3)
    assert refused["outcome"] == "held" and "changed since it was approved" in refused["why"]
    assert interfaces(quell, found) == before
    new = refused["approval"]
    assert new["state"] == "waiting" and new["plan"] != paper["plan"] and new["approvals"] == []
    change = next(change for change in new["changes"] if interface in change["step"])
    assert change["before"] == found["interfaces"][interface] and change["now"] == [other]
    assert change["approved"] not in (change["before"], change["now"])
    assert other in quell.run("approvals", "show", paper["execution"]).stdout

    assert "not" in alice.refused(paper), "the former plan's hash names no plan any more"
    bob.approve(new)
    assert apply(quell, new, playbook)["outcome"] == "contained"
    assert quell.json("undo", paper["execution"])["outcome"] == "undone"
    assert interfaces(quell, found) == before


def test_a_changed_group_refuses(quell, people):
    alice, _ = people
    found, playbook, paper = held(quell, "row6-open-group")
    alice.approve(paper)
    ec2 = quell.sandbox.client("ec2", found["account"], found["region"])
    ec2.authorize_security_group_ingress(GroupId=found["securityGroup"], IpPermissions=[
        {"IpProtocol": "tcp", "FromPort": 4444, "ToPort": 4444, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    ])
    refused = apply(quell, paper, playbook, expect=3)
    assert refused["outcome"] == "held" and refused["approval"]["changes"]
    assert refused["approval"]["plan"] != paper["plan"]


def test_an_exception_that_came_meanwhile_ends_it(quell, people):
    alice, _ = people
    found, playbook, paper = held(quell)
    alice.approve(paper)
    before = interfaces(quell, found)
    ec2 = quell.sandbox.client("ec2", found["account"], found["region"])
    ec2.create_tags(Resources=[found["instance"]], Tags=[{"Key": "SecurityException", "Value": "4711"}])
    assert apply(quell, paper, playbook)["outcome"] == "exempt"
    assert interfaces(quell, found) == before


def test_who_asks_cannot_approve_and_two_people_are_two(quell, people):
    alice, bob = people
    _, playbook, paper = held(quell, terms="{ people: 2 }")
    own = quell.run("approvals", "approve", paper["execution"], "--plan", paper["plan"][:8])
    assert own.returncode == 3 and "somebody else must approve" in own.stderr
    assert alice.approve(paper)["state"] == "waiting"
    assert "approved the plan already" in alice.refused(paper)
    early = quell.run("approvals", "apply", paper["execution"], "--playbook", playbook)
    assert early.returncode == 3 and "1 of 2 people" in early.stderr
    assert bob.approve(paper)["state"] == "approved"
    assert apply(quell, paper, playbook)["outcome"] == "contained"


def test_a_declined_plan_stays_undone(quell, people):
    alice, bob = people
    found, playbook, paper = held(quell)
    before = interfaces(quell, found)
    declined = bob.json("decline", paper["execution"], "--plan", paper["plan"][:8], "--why", "A load test.")
    assert declined["state"] == "declined" and declined["declined"]["why"] == "A load test."
    assert "has declined" in alice.refused(paper)
    assert quell.run("approvals", "apply", paper["execution"], "--playbook", playbook).returncode == 3
    assert quell.json("approvals", "list") == []
    [listed] = quell.json("approvals", "list", "--all")
    assert listed["state"] == "declined" and interfaces(quell, found) == before
    [journal] = quell.json("journal", "list")
    assert journal["outcome"] == "declined" and "A load test." in journal["why"]


def test_after_its_time_nothing_can_be_approved_and_people_are_told_once_more(quell, people):
    alice, _ = people
    found, playbook, paper = held(quell)
    before, told = interfaces(quell, found), alerts(quell)
    let_time_pass(quell, paper)
    assert "could be approved until" in alice.refused(paper)
    expire = ("approvals", "expire", "--playbook", playbook, "--topic", quell.sandbox.topic)
    [expired] = quell.json(*expire, expect=3)
    assert expired["execution"] == paper["execution"] and "Nobody has approved" in expired["why"]
    assert alerts(quell) == told + 1
    assert quell.json(*expire) == [] and alerts(quell) == told + 1
    assert interfaces(quell, found) == before


def test_the_one_who_approves_may_apply_at_once(quell, people):
    alice, _ = people
    found, playbook, paper = held(quell)
    right = {"Effect": "Allow", "Action": ["sts:*", "sns:Publish", "guardduty:*"], "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [right]})
    alice.iam.put_user_policy(UserName=alice.name, PolicyName="respond", PolicyDocument=policy)
    done = alice.approve(paper, "--apply", "--playbook", str(playbook), "--topic", quell.sandbox.topic)
    assert done["outcome"] == "contained" and done["approval"]["state"] == "used"
    [asked] = [entry for entry in quell.json("journal", "show", paper["execution"]) if entry["kind"] == "apply-requested"]
    assert asked["record"]["applyRequested"]["_0"]["by"]["arn"].endswith(f"user/{alice.name}")


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["approve", "0000000000000000", "--plan", "00000000"], 2, "no execution"),
        (["approve", "0000000000000000"], 2, "--plan"),
        (["approve", "0000000000000000", "--plan", "00000000", "--apply"], 2, "--playbook"),
        (["decline", "0000000000000000", "--plan", "00000000"], 2, "--why"),
    ],
)
def test_what_is_wrong_is_said(quell, arguments, status, says):
    done = quell.run("approvals", *arguments)
    assert done.returncode == status and says in done.stderr, done.stderr
