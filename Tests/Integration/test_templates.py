"""The committed templates: what the playbook gives, and what a checker of CloudFormation finds."""

import json
import pathlib
import subprocess
import sys

import pytest
from cfnlint.decode import cfn_yaml

from conftest import PLAYBOOK, ROOT

TEMPLATES = ROOT / "Templates"
# AWS::SecurityHub::ActionTarget is not in every Region.
REGIONS = ("us-east-1", "eu-central-1")


def test_committed_templates_are_those_of_the_default_playbook(quell):
    done = quell.run("synth", "--playbook", PLAYBOOK, "--out", TEMPLATES, "--check")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["security-account.yaml", "service-account.yaml"])
def test_cfn_lint_has_nothing_to_say(name):
    command = [str(pathlib.Path(sys.executable).with_name("cfn-lint")), "--regions", *REGIONS, "--", str(TEMPLATES / name)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout) == (0, "")


def test_synth_says_what_is_stale_and_changes_nothing_then(quell, tmp_path):
    quell.json("synth", "--playbook", PLAYBOOK, "--out", tmp_path / "out")
    (tmp_path / "out" / "scp-tags.json").write_text("{}")
    answer = quell.json("synth", "--playbook", PLAYBOOK, "--out", tmp_path / "out", "--check", expect=1)
    assert answer["stale"] == ["scp-tags.json"]
    assert (tmp_path / "out" / "scp-tags.json").read_text() == "{}"


def test_a_wrong_topology_is_named_by_file_line_and_column(quell, tmp_path):
    topology = quell.write("topology.yaml", "quell-topology: 1\norganization: x\n")
    done = quell.run("synth", "--playbook", PLAYBOOK, "--topology", topology, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "topology.yaml:2:15: error: organization must be" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_policies_are_json_and_within_the_limit_of_organizations():
    for name in ("scp-tags.json", "scp-responder.json", "rcp-trust.json"):
        text = (TEMPLATES / name).read_text()
        assert json.loads(text)["Version"] == "2012-10-17"
        assert len(text) <= 5120


def template(name):
    return cfn_yaml.load(str(TEMPLATES / f"{name}-account.yaml"))


def as_the_playbook_has_it(node):
    """The value without what a stack's parameters replace: the other branch of each condition."""
    if isinstance(node, dict):
        if set(node) == {"Fn::If"}:
            return as_the_playbook_has_it(node["Fn::If"][2])
        return {str(name): as_the_playbook_has_it(value) for name, value in node.items()}
    return [as_the_playbook_has_it(value) for value in node] if isinstance(node, list) else node


def test_every_pattern_is_the_playbooks_word_for_word():
    resources = template("security")["Resources"].values()
    patterns = {
        each["Properties"]["Name"]: each["Properties"]["EventPattern"]
        for each in resources if each["Type"] == "AWS::Events::Rule" and "EventPattern" in each["Properties"]
    }
    rules = json.loads((TEMPLATES / "playbook.json").read_text())["rules"]
    assert len(rules) >= 11
    for rule in rules:
        wanted, made = json.loads(rule["when"]), as_the_playbook_has_it(patterns[f"quell-{rule['name']}"])
        if wanted["source"] == ["aws.securityhub"]:
            assert made.pop("account") == [{"Ref": "AWS::AccountId"}], "a member's own Security Hub counts for nothing"
        assert made == wanted, rule["name"]


@pytest.mark.parametrize("parameter, rule", [
    ("IsolateEc2Findings", "ContainCompromisedInstanceRule"), ("BlockPrincipalFindings", "BlockCompromisedPrincipalRule"),
])
def test_a_parameter_takes_the_place_of_the_finding_types(parameter, rule):
    made = template("security")
    types = made["Resources"][rule]["Properties"]["EventPattern"]["detail"]["type"]
    assert types["Fn::If"][:2] == [f"Has{parameter}", {"Ref": parameter}]
    assert made["Parameters"][parameter]["Default"] == ""
    text, names = made["Resources"]["Engine"]["Properties"]["Environment"]["Variables"]["QUELL_OVERRIDES"]["Fn::Sub"]
    assert f"${{{parameter}Text}}" in text and names[f"{parameter}Text"]["Fn::Join"] == [",", {"Ref": parameter}]


@pytest.mark.parametrize("role", ["IamBlockPrincipalRole", "IamBlockPrincipalUndoRole"])
def test_inline_policies_are_touched_only_where_the_stack_is_asked_to(role):
    [policy] = template("service")["Resources"][role]["Properties"]["Policies"]
    always, asked = [], []
    for statement in policy["PolicyDocument"]["Statement"]:
        (asked if "Fn::If" in statement else always).append(statement)
    inline = {f"iam:{verb}{kind}Policy" for verb in ("Put", "Delete") for kind in ("User", "Role")}
    assert not any(inline & set(each["Action"]) for each in always if each["Effect"] == "Allow")
    [[condition, statement, nothing]] = [each["Fn::If"] for each in asked]
    assert condition == "AllowInlineDenials" and nothing == {"Ref": "AWS::NoValue"}
    assert set(statement["Action"]) <= inline and len(statement["Action"]) == 2


def test_every_action_and_condition_key_is_in_the_table_of_iam():
    files = [*TEMPLATES.glob("*-account.yaml"), *TEMPLATES.glob("scp-*.json"), TEMPLATES / "rcp-trust.json"]
    command = [sys.executable, str(ROOT / "Tools/check-policies.py"), *map(str, sorted(files))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(files) == 5 and int(done.stdout.split()[0]) > 40
