"""Parts that are commands of their own: each prints its rows as JSON, one a line, among whatever else it says."""
import json
import os
import subprocess
import sys
from collections.abc import Callable

from .parts import BROKEN, NOT_RUN, Context, Row
from .quell import ROOT

NAMES = {"promise", "target", "figure", "verdict"}


def command(arguments: list[str], **environment: str) -> Callable[[Context], list[Row]]:
    """A part that runs a command in the repository. Its rows are the lines with exactly promise, target, figure and verdict.

    `{scale}`, `{seed}` and `{quell}` in the arguments and the environment stand for what the soak was given. A command that fails or
    prints no row has broken its promise, whatever its rows say.
    """

    def run(context: Context) -> list[Row]:
        def put(text: str) -> str:
            given = {"{scale}": f"{context.scale:g}", "{seed}": str(context.seed), "{quell}": context.binary}
            for name, value in given.items():
                text = text.replace(name, value)
            return text

        words = [put(word) for word in arguments]
        more = {name: put(value) for name, value in environment.items()}
        return [Row(**row) for row in context.state.once(f"{words}/{more}", lambda: [vars(row) for row in call(words, more)])]

    return run


def call(words: list[str], environment: dict[str, str]) -> list[Row]:
    title = " ".join(words)
    try:
        process = subprocess.Popen(
            words, cwd=ROOT, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        )
    except OSError as error:
        return [Row(title, "its rows", str(error), NOT_RUN)]
    found: list[Row] = []
    for line in process.stdout or ():
        if row := parsed(line):
            found.append(row)
        else:
            print(line, end="", file=sys.stderr)
    status = process.wait()
    if status != 0 or not found:
        found.append(Row(title, "ends with status 0 and prints rows", f"status {status}, {len(found)} rows", BROKEN))
    return found


def parsed(line: str) -> Row | None:
    try:
        document = json.loads(line)
    except ValueError:
        return None
    if not isinstance(document, dict) or set(document) != NAMES:
        return None
    return Row(**{name: str(value) for name, value in document.items()})
