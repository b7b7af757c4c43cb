"""A-03: `kill -9` at random moments, over thousands of executions; what is left must be what a run without crashes leaves."""
import random
import time
from typing import Any

from .episode import WRONG, Episode, Reference
from .inbox import Inbox
from .parts import Context, Row
from .reference import reference

# A process that begins reads the plans of a day, and here many begin: 100 executions in one journal are a compromise.
EXECUTIONS, KILLS, BATCH, WORKERS = 20_000, 1_000, 100, 2
# Seconds without any call, after which what is not answered counts as stuck.
PATIENCE = 300


def run(context: Context) -> list[Row]:
    total, kills = context.sized(EXECUTIONS, 30), context.sized(KILLS, 3)
    sizes = [min(BATCH, total - start) for start in range(0, total, BATCH)]
    references: dict[int, Reference] = {}

    def batch(index: int, size: int) -> dict[str, Any]:
        if size not in references:
            context.say(f"crashes: {size} executions without a crash, to compare with")
            references[size] = reference(context.binary, context.folder / "reference", size)
        share = kills * (index + 1) // len(sizes) - kills * index // len(sizes)
        return killed(context, index, size, share, references[size])

    results = []
    for index, size in enumerate(sizes):
        results.append(context.state.once(f"crashes/{context.seed}/{total}/{kills}/{index}", lambda: batch(index, size)))
        context.say(f"crashes: batch {index + 1} of {len(sizes)}: {summary(results[-1])}")
    return rows(results, total, kills)


def killed(context: Context, index: int, size: int, kills: int, wanted: Reference) -> dict[str, Any]:
    """One batch: the journal begins empty, and two processes share it."""
    chance = random.Random(f"{context.seed}/{index}")
    episode = Episode(context.binary, context.folder / "crashes", size)
    workers = [Inbox(episode.quell, number, context.command) for number in range(WORKERS)]
    start = time.monotonic()
    try:
        for number, incident in enumerate(episode.incidents):
            workers[number % WORKERS].deliver(incident)
            if chance.random() < 0.1:
                workers[(number + 1) % WORKERS].deliver(incident)
        moments = sorted(chance.randrange(wanted.calls) for _ in range(kills))
        done = work(episode, workers, moments, chance)
        return {**episode.findings(wanted), "kills": done, "seconds": time.monotonic() - start,
                "sentAgain": sum(worker.sent_again for worker in workers)}
    finally:
        for worker in workers:
            worker.kill()
        episode.close()


def work(episode: Episode, workers: list[Inbox], moments: list[int], chance: random.Random) -> int:
    """Kills when the stand-in has had so many calls, some milliseconds later, until every event has been answered."""
    done, last, seen = 0, time.monotonic(), -1
    while any(worker.pending() or worker.failed() for worker in workers) or not episode.is_answered():
        for worker in workers:
            worker.keep_running()
            worker.send_again()
        for _ in range(50):
            if done < len(moments) and episode.service.calls >= moments[done]:
                time.sleep(chance.random() * 0.02)
                chance.choice(workers).kill()
                done += 1
                break
            time.sleep(0.004)
        if episode.service.calls != seen:
            seen, last = episode.service.calls, time.monotonic()
        if time.monotonic() - last > PATIENCE:
            break
    for worker in workers:
        worker.stop()
    return done


def summary(result: dict[str, Any]) -> str:
    wrong = {name: result[name] for name in WRONG if result[name]}
    rate = result["executions"] / result["seconds"]
    return f"{result['executions']} executions, {rate:.1f}/s, {result.get('kills', 0)} kills, wrong: {wrong or 'nothing'}"


def rows(results: list[dict[str, Any]], total: int, kills: int) -> list[Row]:
    names = (*WRONG, "executions", "kills", "changes", "late", "messages")
    count = {name: sum(result[name] for result in results) for name in names}
    # A stand-in that did not know a call has tested nothing: then no promise counts as kept.
    is_sound = not count["unanswered"] and count["kills"] == kills

    def row(promise: str, name: str, figure: str) -> Row:
        return Row.judged(f"A-03, kill -9: {promise}", "0", f"{count[name]} {figure}", is_sound and count[name] == 0)

    return [
        Row.sized("A-03, kill -9: executions", EXECUTIONS, count["executions"], "executions"),
        Row.sized("A-03, kill -9: kills", KILLS, count["kills"], "kills"),
        row("no event is lost", "lost", f"of {count['executions']:,}"),
        row("no execution is stuck", "stuck", f"of {count['executions']:,}"),
        row("no change without a durable intent of exactly that call", "unplanned",
            f"of {count['changes']:,} changes; {count['late']} came after their effect was seen"),
        row("the end is that of a run without crashes", "different", "resources or outcomes differ"),
        row("`quell journal verify` is clean", "unverified", f"of {len(results)} journals"),
        row("`quell journal audit` is clean", "breaches", f"of {len(results)} journals"),
        row("people are told of every execution", "untold", f"untold; {count['messages']:,} messages"),
    ]
