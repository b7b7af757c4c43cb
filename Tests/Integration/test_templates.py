"""The committed templates: what the playbook gives, and what a checker of CloudFormation finds."""

import json
import pathlib
import subprocess
import sys

import pytest

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
