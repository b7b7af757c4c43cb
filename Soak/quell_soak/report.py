"""Documentation/reliability.md: what was promised, what was measured, on which machine."""
import datetime
import os
import pathlib
import platform
import subprocess
from typing import Any

from .parts import BROKEN, KEPT, NOT_RUN, SMALLER, Context, Part, Row
from .quell import ROOT

HEAD = """# Reliability

What `make soak` measured, as it was written by that command; nobody edits it. The real `quell` runs as people run it, many
times at once, against [an AWS in memory](../Soak/README.md) that looks into the journal at each change: was exactly this call
planned, and its intent durable before?

| | |
|---|---|
"""

VERDICTS = f"""
`{KEPT}`: at the size in the table. `{BROKEN}`: it was not. `{SMALLER}`: less was done than the target asks, because the soak
was told to (`scale`). `{NOT_RUN}`: nothing is known. Parts may have been run at different times; each says when, and of which
revision.
"""

UNKNOWN = {"rows": [vars(Row("", "", "", NOT_RUN))]}


def write(path: pathlib.Path, parts: list[tuple[Part, dict[str, Any] | None]], facts: dict[str, str]) -> None:
    """`parts` with what `measured` has made of each, where it was run."""
    lines = [HEAD + "".join(f"| {name} | {value} |\n" for name, value in facts.items()) + VERDICTS]
    for part, measured in parts:
        done = measured or UNKNOWN
        lines.append(f"\n## {part.title}\n\n")
        if about := done.get("about"):
            lines.append(", ".join(f"{name} {value}" for name, value in about.items()) + "\n\n")
        lines.append("| promise | target | figure | verdict |\n|---|---|---|---|\n")
        for row in (Row(**row) for row in done["rows"]):
            lines.append(f"| {cell(row.promise)} | {cell(row.target)} | {cell(row.figure)} | {cell(row.verdict)} |\n")
    path.write_text("".join(lines))


def measured(context: Context, rows: list[dict[str, str]]) -> dict[str, Any]:
    """What is kept of a part that has ended: its rows, and when and of what they were measured."""
    about = {
        "ended": now(), "revision": context.state.done["revision"], "seed": str(context.seed),
        "scale": f"{context.scale:g}", "load": f"{os.getloadavg()[2]:.1f} over its last 15 minutes",
    }
    return {"about": about, "rows": rows}


def now() -> str:
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC")


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def revision() -> str:
    """Of the files that the soak is begun with."""
    return git("rev-parse", "--short=12", "HEAD") + (" and changes" if git("status", "--porcelain", "-uno") else "")


def facts(binary: str, command: str) -> dict[str, str]:
    """Of the machine, and of the command as the report is written."""
    build = next((kind for kind in ("release", "debug") if f"/{kind}/" in str(pathlib.Path(binary).resolve())), "unknown")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "written": now(),
        "command": f"`{command or 'quell respond --watch'}`, a {build} build",
        "machine": f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}, {platform.machine()}",
    }


def git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
