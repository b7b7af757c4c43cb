"""`make soak`: runs all parts, goes on where it was interrupted, and writes Documentation/reliability.md.

    .venv/bin/python Soak/run.py --scale 0.05 .build/release/quell
    .venv/bin/python Soak/run.py --scale 0.05,secrets=1 .build/release/quell
    .venv/bin/python Soak/run.py --parts crashes,attack --report /dev/stdout .build/release/quell
"""
import argparse
import json
import pathlib
import secrets
import signal
import sys
import traceback

from quell_soak import attack, crashes, external, full_disk, hidden, report, simulation, zombies
from quell_soak.parts import BROKEN, KEPT, Context, Part, Row, State
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
    chosen = given.parts.split(",") if given.parts else [part.name for part in PARTS]
    if strange := set(chosen) - {part.name for part in PARTS}:
        sys.exit(f"There is no part {', '.join(sorted(strange))}; there are {', '.join(part.name for part in PARTS)}.")
    folder = pathlib.Path(given.folder).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    # All that was chosen can be begun, or gone on with, before the first is.
    begun = {part.name: begin(part, folder, given) for part in PARTS if part.name in chosen}
    for part in PARTS:
        if context := begun.get(part.name):
            context.say(f"{part.name}: seed {context.seed}, scale {context.scale:g}")
            done = report.measured(context, [vars(row) for row in rows(part, context)])
            context.state.put("measured", done)
    told = [(part, State(folder / f"{part.name}.json").done.get("measured")) for part in PARTS]
    report.write(pathlib.Path(given.report), told, report.facts(given.quell, given.command))
    every = [Row(**row) for part, done in told if part.name in chosen and done for row in done["rows"]]
    for row in every:
        print(f"{row.verdict:17} {row.promise}: {row.figure} (asked: {row.target})", file=sys.stderr)
    return 0 if not any(row.verdict == BROKEN for row in every) and any(row.verdict == KEPT for row in every) else 1


def begin(part: Part, folder: pathlib.Path, given: argparse.Namespace) -> Context:
    """What a part goes on with. Each has a file of its own for what is done, so that parts may be run on different days."""
    place = folder / f"{part.name}.json"
    if given.fresh:
        place.unlink(missing_ok=True)
    state = State(place)
    seed = state.once("seed", lambda: given.seed or secrets.randbelow(10**9))
    if given.seed not in (None, seed):
        sys.exit(f"The part {part.name} was begun with the seed {seed}; --fresh begins it anew.")
    binary = str(pathlib.Path(given.quell).resolve())
    # What was measured with another binary or command says nothing about this one.
    build = [binary, pathlib.Path(binary).stat().st_mtime_ns, given.command]
    if json.loads(json.dumps(state.once("build", lambda: build))) != build:
        sys.exit(f"The part {part.name} was begun with another build or command; --fresh begins it anew.")
    # Of the sources that were measured, whatever is changed before the soak goes on.
    state.once("revision", report.revision)
    scale, scales = given.scale
    return Context(binary, folder, state, scales.get(part.name, scale), seed, given.command)


def rows(part: Part, context: Context) -> list[Row]:
    """A part that fails is not left out; the others are run all the same."""
    try:
        return part.run(context)
    except Exception as error:
        traceback.print_exc()
        return [Row(part.title, "the part ends", f"{type(error).__name__}: {error}", BROKEN)]


def scales(text: str) -> tuple[float, dict[str, float]]:
    """The scale of all parts, and those of some."""
    first, *more = text.split(",")
    return float(first), {name: float(value) for name, _, value in (one.partition("=") for one in more)}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("quell", help="the binary")
    parser.add_argument("--scale", type=scales, default=(1.0, {}), help="part of the full size, such as 0.05 or 0.05,attack=1")
    parser.add_argument("--seed", type=int, help="of every choice; a random one otherwise")
    parser.add_argument("--parts", default="", help="names, with commas; all otherwise. What is known of the others stays in the report")
    parser.add_argument("--command", default="", help="another service that answers a folder, see quell_soak/inbox.py")
    parser.add_argument("--folder", default=str(ROOT / ".build" / "soak"), help="where to work and to keep what is done")
    parser.add_argument("--report", default=str(ROOT / "Documentation" / "reliability.md"))
    parser.add_argument("--fresh", action="store_true", help="forget what was done of these parts before")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
