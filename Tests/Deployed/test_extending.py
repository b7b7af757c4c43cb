"""The worked example of Documentation/extending.md, in accounts that are deployed already: only the security stack changes."""
import subprocess
from collections import Counter

import pytest

from organization import SECURITY, SERVICE
from sandbox_process import PACKAGE, QUELL, ROOT

GUIDE = ROOT / "Documentation" / "extending.md"
DEFAULT = ROOT / "Playbooks" / "default.yaml"


def added(fence):
    """What the guide's diff of a file adds, without the marks."""
    block = next(each for each in GUIDE.read_text().split("```diff\n")[1:] if each.startswith(fence))
    lines = block.split("```")[0].splitlines()
    return [line[1:] for line in lines if line.startswith("+")]


@pytest.fixture(scope="module")
def extended(tmp_path_factory):
    """A folder with all that `quell synth` writes for the default playbook with the guide's rule."""
    folder = tmp_path_factory.mktemp("extended")
    (folder / "playbook.yaml").write_text(DEFAULT.read_text().rstrip() + "\n\n" + "\n".join(added(" rules:")) + "\n")
    command = [QUELL, "synth", "--playbook", folder / "playbook.yaml", "--function", PACKAGE, "--out", folder / "out"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder / "out"


def test_only_the_security_stack_and_the_functions_playbook_differ(extended):
    before, after = (ROOT / "Templates"), extended
    names = sorted(path.name for path in before.iterdir())
    assert sorted(path.name for path in after.iterdir()) == sorted([*names, "quell-lambda.zip"])
    differing = [name for name in names if (before / name).read_text() != (after / name).read_text()]
    assert differing == ["playbook.json", "security-account.yaml"]


def test_the_guide_shows_the_difference_of_the_stack(extended):
    name = "security-account.yaml"
    texts = [(folder / name).read_text().splitlines() for folder in (ROOT / "Templates", extended)]
    before, after = map(Counter, texts)
    # The dashboard is one long line of JSON; the guide says so in place of it.
    more = Counter({line: count for line, count in (after - before).items() if "DashboardBody" not in line})
    shown = added(" Resources:")
    assert more == Counter(shown)
    first = shown.index("  TerminateCommandedInstanceRule:")
    assert "\n".join(shown[first:]) in "\n".join(texts[1]), "the rule stands there as the guide shows it"
    [removed] = (before - after).elements()
    assert "DashboardBody" in removed


def test_the_service_accounts_need_no_update(organization, extended):
    """The stack of the security account is updated, and the finding terminates the instance; the lists of types are parameters."""
    s3, formation = organization.client("s3", SECURITY), organization.client("cloudformation", SECURITY)
    bucket = organization.artifact_name(SECURITY)
    s3.put_object(Bucket=bucket, Key="extended/quell-lambda.zip", Body=(extended / "quell-lambda.zip").read_bytes())
    stack = {"StackName": "quell-security", "Capabilities": ["CAPABILITY_NAMED_IAM"]}
    [described] = formation.describe_stacks(StackName="quell-security")["Stacks"]
    before = {each["ParameterKey"]: each["ParameterValue"] for each in described["Parameters"]}
    after = {**before, "ArtifactPrefix": "extended/", "IsolateEc2Findings": "Trojan:EC2/DropPoint"}

    def update(template, parameters):
        given = [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()]
        formation.update_stack(TemplateBody=template.read_text(), Parameters=given, **stack)
        [made] = formation.describe_stacks(StackName="quell-security")["Stacks"]
        assert made["StackStatus"] == "UPDATE_COMPLETE", made

    update(extended / "security-account.yaml", after)
    try:
        lines = len(organization.lines())
        [incident] = organization.ask("POST", "incidents", {"names": ["balanced-instance"]})
        organization.settle()
        [answer] = organization.since(lines, 1)
        assert (answer["rule"], answer["Outcome"]) == ("terminate-commanded-instance", "contained"), answer
        found = incident["resources"]
        ec2 = organization.client("ec2", found["account"], found["region"])
        [reservation] = ec2.describe_instances(InstanceIds=[found["instance"]])["Reservations"]
        assert reservation["Instances"][0]["State"]["Name"] == "terminated"
        assert found["account"] in SERVICE
    finally:
        update(ROOT / "Templates" / "security-account.yaml", before)
