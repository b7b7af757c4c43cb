"""Canaries are found, rows are read, and what is done is not done again."""
import base64
import json
import pathlib
import random
import sys

import pytest

import run
from quell_soak import full_disk, report, simulation
from quell_soak.canaries import Canaries
from quell_soak.episode import differences
from quell_soak.external import command, parsed
from quell_soak.parts import BROKEN, KEPT, NOT_RUN, SMALLER, Context, Part, Row, State


@pytest.mark.parametrize("prefix", ["", "a", "ab", "abc"])
def test_a_canary_is_found_as_it_is_and_in_base64(prefix: str) -> None:
    canaries = Canaries()
    word = canaries.sow("key")
    canaries.search("nowhere", "nothing")
    assert not canaries.leaks
    canaries.search("a log", prefix + word)
    canaries.search("a page", base64.b64encode((prefix + word + "more").encode()))
    assert canaries.leaks == {"key in a log": 1, "key in a page": 1}


def test_a_kind_may_be_spared_in_a_place() -> None:
    canaries = Canaries()
    word = canaries.sow("event")
    canaries.search("journal", word, ("event",))
    assert not canaries.leaks


def test_differences_are_named_on_both_sides() -> None:
    one, other = {"groups": {"a": 1, "b": 2}, "archived": ["x"]}, {"groups": {"a": 1, "c": 2}, "archived": ["y"]}
    assert sorted(differences(one, other)) == ["archived x", "archived y", "groups b", "groups c"]
    assert differences(one, one) == []


def test_what_is_done_is_not_done_again(tmp_path: pathlib.Path) -> None:
    done: list[int] = []
    for _ in range(2):
        assert State(tmp_path / "state.json").once("a", lambda: done.append(1) or "result") == "result"
    assert done == [1]


def test_only_rows_are_rows() -> None:
    row = {"promise": "p", "target": "t", "figure": 1, "verdict": KEPT}
    assert parsed(json.dumps(row)) == Row("p", "t", "1", KEPT)
    assert parsed("Build complete!") is None and parsed("3") is None and parsed(json.dumps({**row, "more": 1})) is None


def context(tmp_path: pathlib.Path) -> Context:
    return Context("quell", tmp_path, State(tmp_path / "state.json"), 0.5, 7)


def test_a_command_is_a_part(tmp_path: pathlib.Path) -> None:
    row = '{"promise": "p", "target": "0", "figure": %s, "verdict": "kept"}'
    says = f"import os; print('noise'); print('{row}' % os.environ['S'])"
    assert command([sys.executable, "-c", says], S="{seed}")(context(tmp_path)) == [Row("p", "0", "7", KEPT)]


@pytest.mark.parametrize("says", ["pass", "raise SystemExit(3)"])
def test_a_command_that_fails_or_says_nothing_is_broken(tmp_path: pathlib.Path, says: str) -> None:
    [row] = command([sys.executable, "-c", says])(context(tmp_path))
    assert row.verdict == BROKEN


def test_a_command_that_is_not_there_is_not_run(tmp_path: pathlib.Path) -> None:
    [row] = command([str(tmp_path / "none")])(context(tmp_path))
    assert row.verdict == NOT_RUN


def test_a_smaller_size_is_never_kept() -> None:
    assert Row.sized("p", 100, 99, "kills").verdict == SMALLER
    assert Row.sized("p", 100, 100, "kills").verdict == KEPT


def test_the_report_says_all_rows(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "r.md"
    given = context(tmp_path)
    given.state.put("revision", "abc")
    done = report.measured(given, [vars(Row("p|q", "0", "1\n2", BROKEN))])
    report.write(path, [(Part(name, f"Part {name}", lambda _: []), done if name == "a" else None) for name in "ab"], {"m": "2"})
    text = path.read_text()
    assert "| p\\|q | 0 | 1 2 | broken |" in text and "| m | 2 |" in text and "revision abc, seed 7" in text
    assert text.endswith(f"|  |  |  | {NOT_RUN} |\n")


def soak(monkeypatch: pytest.MonkeyPatch, folder: pathlib.Path, *words: str) -> int:
    binary = folder / "quell"
    if not binary.exists():
        binary.touch()
    places = ["--folder", str(folder / "state"), "--report", str(folder / "report.md")]
    monkeypatch.setattr(sys, "argv", ["run.py", *places, *words, str(binary)])
    return run.main()


def test_parts_are_run_at_different_times_and_each_is_reported(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def part(name: str) -> Part:
        def rows(given: Context) -> list[Row]:
            ran.extend(given.state.once("work", lambda: [name]) if "work" not in given.state.done else [])
            return [Row(f"p{name}", "0", str(given.seed), KEPT)]

        return Part(name, f"Part {name}", rows)

    monkeypatch.setattr(run, "PARTS", [part("a"), part("b")])
    assert soak(monkeypatch, tmp_path, "--parts", "a", "--seed", "1") == 0
    assert "not run" in (tmp_path / "report.md").read_text()
    assert soak(monkeypatch, tmp_path, "--parts", "b", "--seed", "2") == 0
    assert soak(monkeypatch, tmp_path, "--parts", "a") == 0
    text = (tmp_path / "report.md").read_text()
    assert "| pa | 0 | 1 | kept |" in text and "| pb | 0 | 2 | kept |" in text
    assert ran == ["a", "b"]
    with pytest.raises(SystemExit, match="The part a was begun with the seed 1"):
        soak(monkeypatch, tmp_path, "--parts", "a", "--seed", "3")
    assert soak(monkeypatch, tmp_path, "--parts", "a", "--seed", "3", "--fresh") == 0
    assert ran == ["a", "b", "a"]
    (tmp_path / "quell").unlink()
    (tmp_path / "quell").symlink_to(sys.executable)
    with pytest.raises(SystemExit, match="The part b was begun with another build"):
        soak(monkeypatch, tmp_path, "--parts", "b")


def test_a_full_disk_comes_before_the_work_is_done() -> None:
    moments = full_disk.apart(5, 600, random.Random(1))
    assert [moment // 120 for moment in moments] == [0, 1, 2, 3, 4]


def share(tried: str, broken: int, verdict: str = SMALLER) -> Row:
    return Row("A-06: p", "1,000,000", f"{tried} histories, {broken} broken, in 90 s, from seed 7", verdict)


def test_shares_make_one_row() -> None:
    rows = [share("50,000", 0)] * simulation.SHARES
    assert simulation.summed(rows, len(rows)) == [
        Row("A-06: p", "1,000,000", "1,000,000 histories, 0 broken, in 30 minutes", KEPT)
    ]
    assert simulation.summed(rows[:2], 2)[0].verdict == SMALLER


def test_a_share_that_is_broken_or_fails_is_not_lost_among_the_others() -> None:
    failed = Row("runner", "ends with status 0 and prints rows", "status 1, 0 rows", BROKEN)
    [row, other] = simulation.summed([share("50", 0), share("50", 1, BROKEN), failed], 3)
    assert (row.verdict, row.figure, other) == (BROKEN, "100 histories, 1 broken, in 3 minutes", failed)
    assert simulation.summed([failed], 1) == [failed]
