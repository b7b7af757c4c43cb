"""A-03: the disk of the journal is full for a while, again and again. Without its journal Quell must change nothing."""
import contextlib
import pathlib
import random
import subprocess
import time
from collections.abc import Iterator
from typing import Any

from .crashes import PATIENCE, summary
from .episode import WRONG, Episode, said
from .inbox import Inbox
from .parts import NOT_RUN, Context, Row
from .reference import reference

TIMES, PER_BATCH = 50, 5
EXECUTIONS = 12 * PER_BATCH
MEGABYTES = 48


def run(context: Context) -> list[Row]:
    total = context.sized(TIMES, 2)
    sizes = [min(PER_BATCH, total - start) for start in range(0, total, PER_BATCH)]
    results = []
    for index, size in enumerate(sizes):
        try:
            result = context.state.once(f"disk/{context.seed}/{total}/{index}", lambda: batch(context, index, size))
        except MountRefused as refused:
            return [Row("A-03, full disk", f"{TIMES}", f"the machine does not let a small disk be mounted: {refused}", NOT_RUN)]
        results.append(result)
        context.say(f"full disk: batch {index + 1} of {len(sizes)}: {summary(result)}, full {result['times']} times")
    count = {name: sum(result[name] for result in results) for name in (*WRONG, "times", "felt", "executions")}
    wrong = sum(count[name] for name in WRONG)
    return [
        Row.sized("A-03, full disk: how often", TIMES, count["times"], f"times, felt by Quell {count['felt']} times"),
        Row.judged(
            "A-03, full disk: nothing lost, stuck, unplanned, untold or different from a run without crashes", "0",
            f"{said(count)} in {count['executions']} executions", not wrong and count["felt"] > 0,
        ),
    ]


class MountRefused(Exception):
    """Only root may mount, and not everywhere."""


@contextlib.contextmanager
def small_disk(place: pathlib.Path) -> Iterator[pathlib.Path]:
    place.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "soak", str(place)], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise MountRefused(done.stderr.strip())
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def batch(context: Context, index: int, times: int) -> dict[str, Any]:
    chance = random.Random(f"disk/{context.seed}/{index}")
    wanted = reference(context.binary, context.folder / "reference", EXECUTIONS)
    start = time.monotonic()
    with small_disk(context.folder / "disk") as disk:
        episode = Episode(context.binary, context.folder / "full-disk", EXECUTIONS, disk / "journal.sqlite")
        worker = Inbox(episode.quell, 0, context.command)
        try:
            for incident in episode.incidents:
                worker.deliver(incident)
            moments = apart(times, wanted.calls * 6 // 10, chance)
            done, felt = work(episode, worker, disk / "ballast", moments, chance)
            return {**episode.findings(wanted), "times": done, "felt": felt, "seconds": time.monotonic() - start}
        finally:
            worker.kill()
            episode.close()


def apart(times: int, calls: int, chance: random.Random) -> list[int]:
    """One moment in each equal part of the first calls: what comes after the last is left for a worker that feels nothing."""
    width = max(1, calls // times)
    return [index * width + chance.randrange(width) for index in range(times)]


def work(
    episode: Episode, worker: Inbox, ballast: pathlib.Path, moments: list[int], chance: random.Random
) -> tuple[int, int]:
    """Fills the disk when the stand-in has had so many calls; answers how often, and how often that was felt."""
    done = felt = 0
    last, seen = time.monotonic(), -1
    while worker.pending() or worker.failed() or not episode.is_answered():
        worker.keep_running()
        if done < len(moments) and episode.service.calls >= moments[done]:
            fill(ballast, chance.randrange(3))
            time.sleep(1 + chance.random())
            has_ended = worker.process is not None and worker.process.poll() is not None
            felt += bool(worker.failed()) or has_ended
            ballast.unlink()
            done += 1
        worker.send_again()
        time.sleep(0.005)
        if episode.service.calls != seen:
            seen, last = episode.service.calls, time.monotonic()
        if time.monotonic() - last > PATIENCE:
            break
    worker.stop()
    return done, felt


def fill(ballast: pathlib.Path, spare: int) -> None:
    """Until there is no byte left, or some pages are."""
    with ballast.open("wb", buffering=0) as file:
        with contextlib.suppress(OSError):
            while True:
                file.write(b"\0" * 4096)
        file.truncate(max(0, file.tell() - 4096 * spare))
