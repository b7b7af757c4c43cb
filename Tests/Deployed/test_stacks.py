"""What must not come of what happens in the deployed organization; what must is in the scenarios."""
import pytest

import acts
from organization import HOME, SECURITY, SERVICE
from scenes import MINER, Scene, about_instance


def test_a_finding_that_comes_three_times_is_answered_once(organization):
    before = len(organization.lines())
    incidents = organization.ask("POST", "incidents", {"names": ["triple"]})
    organization.settle()
    said = [each["Outcome"] for each in organization.since(before, len(incidents)) if each["message"] == "event answered"]
    assert sorted(said) == ["contained", "duplicate", "duplicate"]


def test_two_findings_in_one_order_change_nothing(organization):
    scene = Scene(organization, SERVICE[0])
    instances = [scene.instance() for _ in range(2)]
    findings = [scene.finding(MINER, about_instance(each)) for each in instances]
    answer = acts.send_order(organization, "Isolate EC2", *findings)
    assert answer["Outcome"] == "rejected", answer
    assert all(scene.groups(each) != ["quell-quarantine"] for each in instances)


def test_nobody_but_the_engine_takes_a_response_role(organization):
    """The operator may do everything in the security account, and still not this."""
    sts = organization.client("sts", SECURITY, HOME)
    for purpose in ("read", "ec2.isolate-instance", "undo-ec2.isolate-instance"):
        arn = f"arn:aws:iam::{SERVICE[0]}:role/quell/Security-IR-Role-{purpose}"
        with pytest.raises(sts.exceptions.ClientError, match="AccessDenied"):
            sts.assume_role(RoleArn=arn, RoleSessionName="quell-me", ExternalId=f"quell:{SERVICE[0]}", SourceIdentity="quell-me")
