"""`make soak`: runs all parts, goes on where it was interrupted, and writes Documentation/reliability.md.

    .venv/bin/python Soak/run.py --scale 0.05 .build/release/quell
    .venv/bin/python Soak/run.py --scale 0.05,secrets=1 .build/release/quell
    .venv/bin/python Soak/run.py --parts crashes,attack --report /dev/stdout .build/release/quell
"""
import argparse
import dataclasses
import json
import pathlib
import secrets
import shutil
import signal
import sys
import traceback

from quell_soak import attack, crashes, external, full_disk, hidden, report, simulation, zombies
from quell_soak.parts import BROKEN, KEPT, NOT_RUN, Context, Part, Row, State
from quell_soak.quell import ROOT

PARTS = [
    Part("load", "A-01: `quell serve` under load", external.command(
        [sys.executable, "Benchmarks/serve.py", "--rows", "--scale", "{scale}", "{quell}"])),
    Part("simulation", "A-04 to A-16: in the simulated organization", simulation.run),
    Part("crashes", "A-03: processes are killed", crashes.run),
    Part("zombies", "A-03: processes are stopped for longer than their lease", zombies.run),
    Part("disk", "A-03: the disk is full", full_disk.run),
    Part("attack", "A-09: an attack by findings", attack.run),
    Part("secrets", "A-17: secrets", hidden.run),
]


def main() -> int:
    given = arguments()
    # What the parts have started ends with them, also when somebody ends the soak.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    folder = pathlib.Path(given.folder).resolve()
    if given.fresh:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    state = State(folder / "state.json")
    seed = state.once("seed", lambda: given.seed or secrets.randbelow(10**9))
    if given.seed not in (None, seed):
        sys.exit(f"What was begun in {folder} has the seed {seed}; --fresh begins anew.")
    binary = str(pathlib.Path(given.quell).resolve())
    # What was measured with another binary or command says nothing about this one.
    build = [binary, pathlib.Path(binary).stat().st_mtime_ns, given.command]
    if json.loads(json.dumps(state.once("build", lambda: build))) != build:
        sys.exit(f"What was begun in {folder} is about another build or command; --fresh begins anew.")
    scale, scales = given.scale
    context = Context(binary, folder, state, scale, seed, given.command)
    # Of the sources that were measured, whatever is changed before the soak goes on.
    revision = state.once("revision", report.revision)
    context.say(f"seed {seed}, scale {scale:g} {scales or ''}")
    chosen = set(given.parts.split(",")) if given.parts else {part.name for part in PARTS}
    if strange := chosen - {part.name for part in PARTS}:
        sys.exit(f"There is no part {', '.join(sorted(strange))}; there are {', '.join(part.name for part in PARTS)}.")
    answered = []
    for part in PARTS:
        own = dataclasses.replace(context, scale=scales.get(part.name, scale))
        answered.append((part, rows(part, own) if part.name in chosen else [unasked(part)]))
    report.write(pathlib.Path(given.report), answered, report.facts(context, scales, revision))
    every = [row for _, part_rows in answered for row in part_rows]
    for row in every:
        context.say(f"{row.verdict:17} {row.promise}: {row.figure} (asked: {row.target})")
    return 0 if not any(row.verdict == BROKEN for row in every) and any(row.verdict == KEPT for row in every) else 1


def rows(part: Part, context: Context) -> list[Row]:
    """A part that fails is not left out; the others are run all the same."""
    try:
        return part.run(context)
    except Exception as error:
        traceback.print_exc()
        return [Row(part.title, "the part ends", f"{type(error).__name__}: {error}", BROKEN)]


def unasked(part: Part) -> Row:
    return Row(part.title, "", "not asked for (--parts)", NOT_RUN)


def scales(text: str) -> tuple[float, dict[str, float]]:
    """The scale of all parts, and those of some."""
    first, *more = text.split(",")
    return float(first), {name: float(value) for name, _, value in (one.partition("=") for one in more)}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("quell", help="the binary")
    parser.add_argument("--scale", type=scales, default=(1.0, {}), help="part of the full size, such as 0.05 or 0.05,attack=1")
    parser.add_argument("--seed", type=int, help="of every choice; a random one otherwise")
    parser.add_argument("--parts", default="", help="names, with commas; all otherwise")
    parser.add_argument("--command", default="", help="another service that answers a folder, see quell_soak/inbox.py")
    parser.add_argument("--folder", default=str(ROOT / ".build" / "soak"), help="where to work and to keep what is done")
    parser.add_argument("--report", default=str(ROOT / "Documentation" / "reliability.md"))
    parser.add_argument("--fresh", action="store_true", help="forget what was done before")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
