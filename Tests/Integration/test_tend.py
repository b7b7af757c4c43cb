"""Looks after the end: a containment that somebody takes off is put back, by the real command against the sandbox."""
import time

from conftest import PLAYBOOK
from test_crash import wait_for
from test_inverses import state

LOOK = 30


def tend(quell, expect=0):
    return quell.json("tend", "--playbook", PLAYBOOK, "--topic", quell.sandbox.topic, expect=expect)


def groups(ec2, found):
    shown = ec2.describe_network_interfaces(NetworkInterfaceIds=list(found["interfaces"]))["NetworkInterfaces"]
    return {each["NetworkInterfaceId"]: [group["GroupId"] for group in each["Groups"]] for each in shown}


def test_an_instance_that_somebody_connects_again_is_isolated_again(quell):
    [made] = quell.sandbox.incident("row1-isolate-ec2")
    found = made["resources"]
    before = state(quell, found)
    ec2 = quell.sandbox.client("ec2", found["account"], found["region"])
    original = groups(ec2, found)
    [response] = quell.respond(made["event"])
    assert response["outcome"] == "contained", response
    ended = time.monotonic()
    isolated = groups(ec2, found)
    moved = next(interface for interface in original if original[interface] != isolated[interface])
    ec2.modify_network_interface_attribute(NetworkInterfaceId=moved, Groups=original[moved])
    assert tend(quell) == [], "nothing is due yet"
    time.sleep(max(0, LOOK + 1 - (time.monotonic() - ended)))
    [tended] = tend(quell)
    assert tended["tended"] == "drifted" and tended["check"] == LOOK, tended
    assert tended["response"]["outcome"] == "contained" and moved in tended["why"], tended
    assert groups(ec2, found) == isolated
    message = quell.sandbox.ask("GET", "messages")[-1]
    assert "drifted" in message["subject"] and moved in message["message"], message
    assert tend(quell) == [], "it is looked at again after the next half minute"
    report = quell.json("journal", "audit")
    assert report["breaches"] == [] and report["open"] == []
    assert quell.json("undo", response["execution"])["outcome"] == "undone"
    assert state(quell, found) == before


def test_a_killed_run_is_carried_on_with_where_no_event_comes_again(quell):
    [made] = quell.sandbox.incident("two-interfaces")
    path = quell.write("event.json", made["event"])
    quell.sandbox.ask("POST", "latency", {"seconds": 0.05})
    try:
        process = quell.start("respond", "--playbook", PLAYBOOK, "--topic", quell.sandbox.topic, path)
        wait_for(quell, 3)
        process.kill()
        process.wait()
    finally:
        quell.sandbox.ask("POST", "latency", {"seconds": 0})
    assert tend(quell) == [], "its right to work lasts a minute"
    time.sleep(61)
    [tended] = tend(quell)
    assert tended["tended"] == "adopted" and tended["response"]["outcome"] == "contained", tended
    assert quell.json("undo", tended["execution"])["outcome"] == "undone"
