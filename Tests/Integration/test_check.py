"""`quell check`, `quell schema` and `quell init` as a program: formats, exit codes, files."""
import json
import pathlib
import pty
import os
import re
import subprocess

import jsonschema
import pytest
import yaml
from conftest import PLAYBOOK, QUELL, ROOT

READY = sorted(path for path in (ROOT / "Playbooks").glob("*.yaml") if not path.name.endswith(".test.yaml"))
CORPUS = sorted((ROOT / "Tests" / "PlaybookTextTests" / "WrongPlaybooks").glob("*.yaml"))
# Mistakes of form: a schema can see them, and must.
FORM = {"QL003", "QL004", "QL005", "QL006", "QL008", "QL010", "QL011", "QL012", "QL013", "QL110", "QL201", "QL202", "QL205"}
# Files whose mistake of form a schema cannot see, and why.
UNSEEN = {
    "name-twice.yaml",  # two names are compared
    "flag-in-yaml-1.1.yaml",  # this reader of YAML takes yes for true
    "range-that-is-none.yaml",  # what an action itself refuses
    "approval-too-short.yaml",  # 1m has the form of a duration
    "strict-without-records.yaml",  # what strict needs
}


def run(folder, *arguments, stdin=None):
    return subprocess.run(
        [QUELL, *map(str, arguments)], cwd=folder, text=True, capture_output=True, timeout=60, input=stdin or "")


def write(folder, text, name="p.yaml"):
    path = folder / name
    path.write_text(text)
    return path


RULE = "quell: 1\nrules:\n  - name: one\n    when: { source: [%s] }\n    respond: [notify]\n"
WARNED, WRONG, RIGHT = RULE % "aws.guarduty", RULE % "{ prefix: aws. }", RULE % "aws.guardduty"


@pytest.mark.parametrize(
    "text, options, status",
    [(RIGHT, [], 0), (RIGHT, ["--strict"], 0), (WARNED, [], 0), (WARNED, ["--strict"], 2), (WRONG, [], 2), ("", [], 2)])
@pytest.mark.parametrize("output", ["text", "json", "sarif", "github"])
def test_exit_codes(tmp_path, text, options, status, output):
    write(tmp_path, text)
    done = run(tmp_path, "check", "--output", output, *options, "p.yaml")
    assert done.returncode == status, done.stdout + done.stderr
    if output in ("json", "sarif"):
        json.loads(done.stdout)
    if output == "github" and text != RIGHT:
        assert all(line.startswith("::") for line in done.stdout.splitlines()) and done.stdout


def test_text_names_the_lint_and_says_why(tmp_path):
    write(tmp_path, WRONG)
    done = run(tmp_path, "check", "p.yaml")
    assert re.search(r"^p\.yaml:4:5: error: .* \[QL103\]$", done.stderr, re.M)
    assert "  why: " in done.stderr and "  fix: " in done.stderr and "1 error" in done.stdout


def test_lints_are_explained(tmp_path):
    listed = json.loads(run(tmp_path, "lints", "--output", "json").stdout)
    assert {lint["page"] for lint in listed} == {
        str(path.relative_to(ROOT)) for path in (ROOT / "Documentation" / "lints").glob("QL*.md")}
    assert all(lint["id"] in run(tmp_path, "lints").stdout for lint in listed)
    shown = run(tmp_path, "lints", "ql214")
    assert shown.returncode == 0 and "QL214 bypassed-approval, warning" in shown.stdout and "But so:" in shown.stdout
    assert json.loads(run(tmp_path, "lints", "QL214", "--output", "json").stdout)["severity"] == "warning"
    done = run(tmp_path, "lints", "QL999")
    assert done.returncode == 2 and "QL999" in done.stderr


def test_json_has_every_finding(tmp_path):
    write(tmp_path, WARNED)
    answer = json.loads(run(tmp_path, "check", "--output", "json", "p.yaml").stdout)
    assert answer["rules"] == [{"file": "p.yaml", "name": "one", "respond": ["notify"]}]
    [finding] = answer["findings"]
    assert (finding["id"], finding["line"], finding["column"]) == ("QL107", 4, 22)
    assert (ROOT / finding["page"]).exists()


def test_fix_changes_the_place_and_nothing_else(tmp_path):
    path = write(tmp_path, "# mine\n" + WARNED + "# the end\n")
    done = run(tmp_path, "check", "--fix", "--strict", "p.yaml")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "p.yaml:5:22: corrected: write aws.guardduty [QL107]" in done.stderr
    assert path.read_text() == "# mine\n" + RIGHT + "# the end\n"
    before = path.stat().st_mtime_ns
    assert run(tmp_path, "check", "--fix", "p.yaml").returncode == 0
    assert path.stat().st_mtime_ns == before
    assert run(tmp_path, "check", "--fix", "-", stdin=WARNED).returncode == 2


def test_several_files_and_folders_are_checked_at_once(tmp_path):
    write(tmp_path, RIGHT, "a.yaml")
    write(tmp_path, WARNED, "b.yaml")
    write(tmp_path, "quell-test: 1\ntests: []\n", "a.test.yaml")
    for named in (["a.yaml", "b.yaml"], ["."], ["a.test.yaml", "a.yaml", "b.yaml", "a.yaml"]):
        done = run(tmp_path, "check", *named)
        assert done.returncode == 0 and "2 playbooks, 2 rules, no errors, 1 warning." in done.stdout, done.stdout + done.stderr
    assert run(tmp_path, "check", "--strict", ".").returncode == 2
    answer = json.loads(run(tmp_path, "check", "--output", "json", "a.yaml", "b.yaml").stdout)
    assert [rule["file"] for rule in answer["rules"]] == ["a.yaml", "b.yaml"]
    assert [finding["file"] for finding in answer["findings"]] == ["b.yaml"]
    done = run(tmp_path, "check", "--fix", "--strict", ".")
    assert done.returncode == 0 and (tmp_path / "b.yaml").read_text() == RIGHT, done.stderr
    write(tmp_path, WRONG, "c.yaml")
    done = run(tmp_path, "check", ".")
    assert done.returncode == 2 and "./c.yaml:4:5: error" in done.stderr and "3 playbooks, 2 rules, 1 error" in done.stdout
    for named, why in (["missing.yaml"], "missing.yaml"), (["a.test.yaml"], "quell test"), (["--compiled", "c", "."], "Name one"):
        done = run(tmp_path, "check", *named)
        assert done.returncode == 2 and why in done.stderr
    (tmp_path / "empty").mkdir()
    assert "no playbook in empty" in run(tmp_path, "check", "empty").stderr


def test_nothing_is_compiled_of_what_is_wrong(tmp_path):
    write(tmp_path, WARNED)
    assert run(tmp_path, "check", "--strict", "--compiled", "c.json", "p.yaml").returncode == 2
    assert not (tmp_path / "c.json").exists()
    assert run(tmp_path, "check", "--compiled", "c.json", "p.yaml").returncode == 0
    assert json.loads((tmp_path / "c.json").read_text())["quell"] == 1


@pytest.mark.parametrize("path", READY, ids=lambda path: path.name)
def test_ready_playbooks_are_clean(tmp_path, path):
    done = run(ROOT, "check", "--strict", path)
    assert done.returncode == 0 and done.stderr == "", done.stderr


@pytest.fixture(scope="module")
def schema():
    text = subprocess.run([QUELL, "schema"], text=True, capture_output=True, check=True).stdout
    assert text == (ROOT / "Schema" / "playbook.schema.json").read_text()
    schema = json.loads(text)
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


@pytest.mark.parametrize("path", READY, ids=lambda path: path.name)
def test_the_schema_takes_ready_playbooks(schema, path):
    assert [error.message for error in schema.iter_errors(yaml.safe_load(path.read_text()))] == []


@pytest.fixture(scope="module")
def sarif():
    schema = json.loads((ROOT / "Tests" / "Integration" / "sarif" / "sarif-schema-2.1.0.json").read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    # A version that is none, and a result without its message, are refused: the schema is in force.
    validator = jsonschema.Draft7Validator(schema)
    assert not validator.is_valid({"version": "2.0.0", "runs": []})
    assert not validator.is_valid({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{}]}]})
    return validator


def test_sarif_is_what_its_schema_wants(sarif):
    done = run(ROOT, "check", "--output", "sarif", *CORPUS)
    log = json.loads(done.stdout)
    assert done.returncode == 2 and [error.message for error in sarif.iter_errors(log)] == []
    [results] = [run["results"] for run in log["runs"]]
    assert sorted(result["ruleId"] for result in results) == sorted(id for path in CORPUS for id in expected(path))
    assert any("fixes" in result for result in results)


@pytest.mark.parametrize("text", [RIGHT, WARNED, WRONG, ""])
def test_sarif_of_one_playbook_is_what_its_schema_wants(tmp_path, sarif, text):
    path = write(tmp_path, text, "with space ä.yaml")
    log = json.loads(run(tmp_path, "check", "--output", "sarif", path).stdout)
    assert [error.message for error in sarif.iter_errors(log)] == []
    for result in log["runs"][0]["results"]:
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == path.as_uri()


def expected(path):
    return [line.split()[2] for line in path.read_text().splitlines() if line.startswith("# expect ")]


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_the_schema_and_the_check_agree_about_form(tmp_path, schema, path):
    try:
        document = yaml.safe_load(path.read_text())
    except yaml.YAMLError:
        return
    found = json.loads(run(tmp_path, "check", "--output", "json", path).stdout)["findings"]
    assert [finding["id"] for finding in found] == expected(path)
    errors = list(schema.iter_errors(document))
    if FORM & set(expected(path)) and path.name not in UNSEEN:
        assert errors, "the schema takes it"
    if all(finding["severity"] != "error" for finding in found):
        assert [error.message for error in errors] == []


@pytest.mark.parametrize("start", ["notify-only", "default", "guardduty"])
def test_init_writes_a_clean_playbook_and_never_over_one(tmp_path, start):
    topic = "arn:aws:sns:eu-west-1:111122223333:quell-alerts"
    options = ["--start", start, "--topic", topic, "--tag", "Excused", "--protect", "arn:aws:iam::*:role/ops/*"]
    done = run(tmp_path, "init", *options, "mine.yaml")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "mine.yaml").read_text()
    read = yaml.safe_load(text)
    assert read["notify"]["topic"] == topic and read["exceptions"]["tag"] == "Excused"
    assert run(tmp_path, "check", "--strict", "mine.yaml").returncode == 0
    again = run(tmp_path, "init", *options, "mine.yaml")
    assert again.returncode == 2 and "is there already" in again.stderr
    assert (tmp_path / "mine.yaml").read_text() == text


def test_init_refuses_what_would_be_wrong(tmp_path):
    done = run(tmp_path, "init", "--start", "default", "--topic", "x", "--tag", "T", "--protect", "role/ops", "mine.yaml")
    assert done.returncode == 2 and "QL010" in done.stderr and "QL012" in done.stderr
    assert not (tmp_path / "mine.yaml").exists()
    assert "--topic" in run(tmp_path, "init", "mine.yaml").stderr


def test_init_asks_a_person(tmp_path):
    terminal, other = pty.openpty()
    process = subprocess.Popen(
        [QUELL, "init"], cwd=tmp_path, stdin=other, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    os.write(terminal, b"something\ndefault\nnone\n\narn:aws:iam::*:role/ops/*\n")
    out, err = process.communicate(timeout=60)
    os.close(terminal)
    os.close(other)
    assert process.returncode == 0, err
    assert '"something" is not one of them' in err
    read = yaml.safe_load((tmp_path / "playbook.yaml").read_text())
    assert read["exceptions"]["tag"] == "SecurityException" and "notify" not in read
    assert read["guardrails"]["protect"] == ["arn:aws:iam::*:role/ops/*"]
    assert [rule["name"] for rule in read["rules"]] == [
        rule["name"] for rule in yaml.safe_load(pathlib.Path(PLAYBOOK).read_text())["rules"]]
