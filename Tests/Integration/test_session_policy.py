"""What a session for acting may do: the questions about P5, asked of the policy that the engine would send."""
import json
import pathlib
import sys

import pytest

from conftest import PLAYBOOK, ROOT

sys.path.append(str(ROOT / "Sandbox" / "tests"))
import generated_cases  # noqa: E402
import policy_cases  # noqa: E402

CASES = [case for case in policy_cases.cases() if "session" in case["policies"]]
# Where the engine's policy decides otherwise, and why.
DIFFERENCES = {
    "P5-02": "stricter: no step of this plan reads scaling groups",
    "P5-03": "stricter: no step of this plan reads load balancers",
    "P5-07": "stricter: this playbook does not cut live flows, so that no plan has a group that lets everything through",
}


@pytest.fixture(scope="module")
def policy(sandbox, tmp_path_factory):
    """Of a plan that isolates an instance and takes snapshots, in a network that has its quarantine group, in the cases' names."""
    from conftest import Quell

    quell = Quell(sandbox, tmp_path_factory.mktemp("session"))
    text = pathlib.Path(PLAYBOOK).read_text()
    playbook = quell.write(
        "playbook.yaml", text.replace("      - ec2.isolate-instance\n", "      - ec2.isolate-instance: { snapshot: true }\n", 1)
    )
    [incident] = sandbox.incident("row1-isolate-ec2")
    found = incident["resources"]
    ec2 = sandbox.client("ec2", found["account"], found["region"])
    tags = [{"ResourceType": "security-group", "Tags": [{"Key": "quell:purpose", "Value": "quell-quarantine"}]}]
    group = ec2.create_security_group(
        GroupName="quell-quarantine", Description="quarantine", VpcId=found["vpc"], TagSpecifications=tags
    )["GroupId"]
    ec2.revoke_security_group_egress(
        GroupId=group, IpPermissions=[{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    )
    [volume] = ec2.describe_volumes(Filters=[{"Name": "attachment.instance-id", "Values": [found["instance"]]}])["Volumes"]
    [plan] = quell.json("plan", "--playbook", playbook, quell.write("event.json", incident["event"]))
    [interface] = found["interfaces"]
    sent, names = plan["sessionPolicy"], {
        found["account"]: "111122223333", found["region"]: "eu-central-1", found["instance"]: "i-0123456789abcdef0",
        interface: "eni-0aaaaaaaaaaaaaaa0", group: "sg-0isolation00000000", volume["VolumeId"]: "vol-1",
    }
    assert len(sent) <= 2048
    for ours, theirs in names.items():
        assert ours in sent
        sent = sent.replace(ours, theirs)
    return json.loads(sent)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_session_may_do_what_its_plan_does_and_no_more(policy, case):
    ours = generated_cases.translated({**case, "policies": {"identity": case["policies"]["identity"]}})
    ours["policies"]["session"] = ["sent"]
    right = generated_cases.is_right(ours, {**generated_cases.documents(), "sent": policy})
    assert right is (case["id"] not in DIFFERENCES), (case["why"], DIFFERENCES.get(case["id"]))


def test_a_session_makes_no_other_call_of_its_role(policy):
    actions = {action for statement in policy["Statement"] for action in statement["Action"]}
    assert not any("*" in action for action in actions)
    reads = {action for action in actions if ":Describe" in action}
    assert actions - reads == {
        "ec2:CreateSnapshots", "ec2:CreateTags", "ec2:ModifyInstanceAttribute", "ec2:ModifyNetworkInterfaceAttribute",
    }
    for statement in policy["Statement"]:
        assert statement["Resource"] != ["*"] or set(statement["Action"]) <= reads
