"""Documentation/reliability.md: what was promised, what was measured, on which machine."""
import datetime
import os
import pathlib
import platform
import subprocess

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
was told to (`scale`). `{NOT_RUN}`: nothing is known.
"""


def write(path: pathlib.Path, parts: list[tuple[Part, list[Row]]], facts: dict[str, str]) -> None:
    lines = [HEAD + "".join(f"| {name} | {value} |\n" for name, value in facts.items()) + VERDICTS]
    for part, rows in parts:
        lines.append(f"\n## {part.title}\n\n| promise | target | figure | verdict |\n|---|---|---|---|\n")
        lines += [f"| {cell(row.promise)} | {cell(row.target)} | {cell(row.figure)} | {cell(row.verdict)} |\n" for row in rows]
    path.write_text("".join(lines))


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def revision() -> str:
    """Of the files that the soak is begun with."""
    return git("rev-parse", "--short=12", "HEAD") + (" and changes" if git("status", "--porcelain", "-uno") else "")


def facts(context: Context, scales: dict[str, float], revision: str) -> dict[str, str]:
    build = next((kind for kind in ("release", "debug") if f"/{kind}/" in context.binary), "unknown")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "revision": revision,
        "command": f"`{context.command or 'quell respond --watch'}`, a {build} build",
        "machine": f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}, {platform.machine()}",
        "load": f"{os.getloadavg()[2]:.1f} on average over the last 15 minutes, with whatever else ran",
        "scale": ", ".join(
            [f"{context.scale:g} of full size", *(f"{name} {own:g}" for name, own in scales.items())]
        ),
        "seed": str(context.seed),
    }


def git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
