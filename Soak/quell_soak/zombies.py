"""A-03: a process is stopped for longer than its lease, while another takes over; it must not redo what that one did."""
import pathlib
import random
import signal
import sqlite3
import subprocess
import time
from typing import Any

from .crashes import summary
from .episode import WRONG, Episode, said
from .incidents import Incident
from .parts import Context, Row
from .quell import end
from .reference import reference

ZOMBIES, PACK = 200, 20
LEASE = 60
# About how many calls a response makes, by the first word of the incident's name: it is stopped at one of them.
CALLS = {"isolate": 36, "deny": 21, "confine": 10}


def run(context: Context) -> list[Row]:
    total = context.sized(ZOMBIES, 4)
    size, results = min(PACK, total), []
    # Some processes end before they are stopped, so that it takes some more packs.
    while sum(result["zombies"] for result in results) < total and len(results) < 3 * (total // size + 1):
        index = len(results)
        results.append(context.state.once(f"zombies/{context.seed}/{total}/{index}", lambda: pack(context, index, size)))
        context.say(f"zombies: pack {index + 1}: {summary(results[-1])}, {results[-1]['zombies']} stopped")
    count = {name: sum(result[name] for result in results) for name in (*WRONG, "zombies", "takenOver", "late", "executions")}
    wrong = sum(count[name] for name in WRONG)
    return [
        Row.sized("A-03, SIGSTOP: processes stopped for longer than their lease", ZOMBIES, count["zombies"], "stopped"),
        Row.judged(
            "A-03, SIGSTOP: nothing lost, stuck, unplanned, untold or different from a run without crashes", "0",
            f"{said(count)} in {count['executions']} executions, {count['takenOver']} of them taken over",
            not wrong and count["takenOver"] > 0,
        ),
        # One call may have been on its way when the process was stopped; a second one is work after the right to it was lost.
        Row.judged(
            "A-03, SIGSTOP: who was overtaken makes no change but the one that was on its way", f"≤ {count['takenOver']}",
            f"{count['late']} calls came after their effect was seen", count["late"] <= count["takenOver"],
        ),
    ]


def pack(context: Context, index: int, size: int) -> dict[str, Any]:
    chance = random.Random(f"zombies/{context.seed}/{index}")
    start = time.monotonic()
    wanted = reference(context.binary, context.folder / "reference", size)
    episode = Episode(context.binary, context.folder / "zombies", size)
    zombies: list[subprocess.Popen[bytes]] = []
    try:
        stopped = [incident for incident in episode.incidents if stop_one(episode, incident, zombies, chance)]
        time.sleep(LEASE + 2)
        taken_over = take_over(episode, stopped, zombies, chance)
        for zombie in zombies:
            zombie.wait(timeout=120)
        # Whoever found an execution in other hands has left it to them; the event is sent again, as people do.
        respond(episode, "settle", episode.incidents)
        return {**episode.findings(wanted), "zombies": len(stopped), "takenOver": taken_over,
                "seconds": time.monotonic() - start}
    finally:
        for zombie in zombies:
            end(zombie)
        episode.close()


def stop_one(episode: Episode, incident: Incident, zombies: list[subprocess.Popen[bytes]], chance: random.Random) -> bool:
    """Starts a response and stops it after so many of its calls; the others are stopped, so all calls are its own."""
    aim = episode.service.calls + chance.randint(1, CALLS[incident.name.split("-")[0]])
    path = episode.write_events(episode.folder / f"{incident.name}.json", [incident])
    process = episode.quell.start(episode.quell.responding(str(path)), episode.folder / "zombies.log")
    zombies.append(process)
    while episode.service.calls < aim and process.poll() is None:
        time.sleep(0.0005)
    time.sleep(chance.random() * 0.004)
    while process.poll() is None:
        process.send_signal(signal.SIGSTOP)
        while process.poll() is None and not is_stopped(process.pid):
            time.sleep(0.0005)
        if process.poll() is None and is_writable(episode.quell.journal):
            return True
        # Stopped in the middle of a write it keeps all others from writing: they end with an error and change nothing, which
        # is right, and nobody can take over, which is not what is tried here.
        process.send_signal(signal.SIGCONT)
        time.sleep(chance.random() * 0.004)
    return False


def is_stopped(pid: int) -> bool:
    """Whether all threads are: on a busy machine some run on for a while after the signal."""
    try:
        stats = [path.read_text() for path in pathlib.Path(f"/proc/{pid}/task").glob("*/stat")]
    except OSError:
        return False
    return all(stat.rpartition(")")[2].split()[0] == "T" for stat in stats)


def is_writable(journal: pathlib.Path) -> bool:
    connection = sqlite3.connect(f"file:{journal}?mode=rw", uri=True, timeout=0.5, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
        return True
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()


def take_over(
    episode: Episode, stopped: list[Incident], zombies: list[subprocess.Popen[bytes]], chance: random.Random
) -> int:
    """Another process answers the events; zombies come back at random moments meanwhile, the last ones when it is done."""
    before = set(episode.service.sessions.by_key)
    path = episode.write_events(episode.folder / "rescue.json", stopped)
    rescuer = episode.quell.start(episode.quell.responding(str(path)), episode.folder / "rescue.log")
    waiting = [zombie for zombie in zombies if zombie.poll() is None]
    chance.shuffle(waiting)
    early, late = waiting[: len(waiting) // 2], waiting[len(waiting) // 2 :]
    for zombie in early:
        time.sleep(chance.random() * 0.1)
        zombie.send_signal(signal.SIGCONT)
    rescuer.wait(timeout=300)
    sessions = episode.service.sessions.by_key
    taken = {sessions[key][1] for key in set(sessions) - before}
    for zombie in late:
        zombie.send_signal(signal.SIGCONT)
    return len(taken)


def respond(episode: Episode, name: str, chosen: list[Incident]) -> None:
    path: pathlib.Path = episode.write_events(episode.folder / f"{name}.json", chosen)
    episode.quell.start(episode.quell.responding(str(path)), episode.folder / f"{name}.log").wait(timeout=600)
