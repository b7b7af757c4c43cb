"""A-04 to A-16 in the simulated organization: what is long goes in shares, so that an interrupted soak goes on where it was."""
import re

from . import external
from .parts import BROKEN, KEPT, NOT_RUN, SMALLER, Context, Row

RUNNER = ".build/lambda/build/release/reliability-runner"
WHOLE = ("A-04", "A-05", "A-10", "A-11", "A-12", "A-13", "A-14", "A-15", "A-16")
SHARES = 20
HISTORIES = 1_000_000
# What the runner says of a promise that is tried so many times.
FIGURE = re.compile(r"(?P<tried>[\d,]+) (?P<what>[^,]+), (?P<broken>\d+) broken, in (?P<seconds>\d+) s")


def run(context: Context) -> list[Row]:
    rows = [row for name in WHOLE for row in external.command([RUNNER, "--seed", "{seed}", "--only", name])(context)]
    rows += histories(context)
    # `make reliability` tries errors that the engine treats alike too, for hours.
    return rows + external.command([RUNNER, "--brief", "--only", "A-05 pairs"])(context)


def histories(context: Context) -> list[Row]:
    """As many shares as the scale asks for, and one row for all of them."""
    count, share, found = context.sized(SHARES), HISTORIES // SHARES, []
    for index in range(count):
        seed = str(context.seed + index * share)
        rows = external.command([RUNNER, "--only", "A-06", "--size", str(share), "--seed", seed])(context)
        found += rows
        context.say(f"simulation: share {index + 1} of {count}: {rows[0].promise[:60]}: {rows[0].figure}")
    return summed(found, count)


def summed(rows: list[Row], count: int) -> list[Row]:
    """One row of many about the same promise; rows about anything else, such as a command that failed, are left as they are."""
    matches = [(row, FIGURE.match(row.figure)) for row in rows]
    others = [row for row, match in matches if match is None or row.promise != rows[0].promise]
    parts = [(row, match) for row, match in matches if match is not None and row.promise == rows[0].promise]
    if not parts:
        return others or [Row("simulation", "its rows", "none", NOT_RUN)]
    row, match = parts[0]
    total = {name: sum(int(one[name].replace(",", "")) for _, one in parts) for name in ("tried", "broken", "seconds")}
    is_broken = total["broken"] or any(one.verdict == BROKEN for one, _ in parts)
    verdict = BROKEN if is_broken else KEPT if count == SHARES and len(parts) == count else SMALLER
    figure = f"{total['tried']:,} {match['what']}, {total['broken']} broken, in {total['seconds'] / 60:.0f} minutes"
    return [Row(row.promise, row.target, figure, verdict), *others]
