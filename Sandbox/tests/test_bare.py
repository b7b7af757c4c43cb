"""A bare organization has accounts, operators and detectors; everything else comes from stacks."""

import json

from conftest import ONE, SECURITY, Bare, start


def test_a_bare_organization_has_nothing_of_a_responder(bare: Bare) -> None:
    assert bare.ready["bare"] is True
    assert "topic" not in bare.ready
    accounts = bare.ready["organization"]["accounts"]
    assert all("role" not in each and len(each["detectors"]) == 2 for each in accounts.values())
    assert bare.ready["environment"]["AWS_ACCESS_KEY_ID"] == accounts[SECURITY]["operator"]["AWS_ACCESS_KEY_ID"]
    roles = [each["RoleName"] for each in bare.operator("iam", ONE).list_roles()["Roles"]]
    assert not {"Security-IR-Role", "AWS-SystemsManager-AutomationExecutionRole"} & set(roles)
    users = [each["UserName"] for each in bare.operator("iam", SECURITY).list_users()["Users"]]
    assert users == ["sandbox-operator"]
    for account, each in accounts.items():
        identity = bare.operator("sts", account).get_caller_identity()
        assert identity["Account"] == account
        detector = each["detectors"]["eu-central-1"]
        owner = bare.operator("guardduty", account).get_administrator_account(DetectorId=detector)
        assert owner.get("Administrator", {}).get("AccountId") == (None if account == SECURITY else SECURITY)


def test_a_sandbox_can_be_made_bare_and_whole_again() -> None:
    process, line = start()
    cloud = Bare(json.loads(line))
    keys = cloud.control("POST", "reset", {"bare": True})
    assert set(keys) == {SECURITY, ONE, "222222222222", "333333333333"}
    operator = (keys[ONE]["AWS_ACCESS_KEY_ID"], keys[ONE]["AWS_SECRET_ACCESS_KEY"], None)
    assert cloud.client("iam", operator).list_roles()["Roles"] == []
    assert set(cloud.control("POST", "reset")) == {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
    assert "error" not in cloud.control("GET", "messages")
    process.terminate()
    assert process.wait(10) == 0
