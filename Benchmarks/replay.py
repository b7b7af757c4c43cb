"""CPU time and memory of `quell replay` over 100,000 and 1,000,000 events of 3 KB against 1,000 rules.

    python3 Benchmarks/replay.py .build/release/quell .build/bench

The second argument is the folder with sec_events.jsonl and sec_rules.jsonl, which `make bench-replay` makes: 40,000 events,
taken as often as is needed. Reading, matching and deciding are what the replay itself measures of its process; memory is what
the kernel says. The target is 2 CPU seconds of matching for the 1,000,000 events, and memory that does not depend on them.
"""
import json
import os
import pathlib
import sys
import tempfile

RULES = 1_000
LENGTHS = [100_000, 1_000_000]
LARGEST = 512 * 1024  # of a playbook


def playbook(patterns, folder):
    """A playbook of 1,000 rules; every second one contains, the others tell."""
    lines = ["quell: 1", "rules:"]
    with patterns.open() as file:
        for number, pattern in zip(range(RULES), file):
            lines += [
                f"- name: r{number}", f"  when: {pattern.strip()}",
                "  respond: [" + ("ec2.isolate-instance, notify" if number % 2 else "notify") + "]"]
    text = "\n".join(lines) + "\n"
    assert len(lines) == 2 + 3 * RULES and len(text.encode()) <= LARGEST, len(text)
    path = folder / "playbook.yaml"
    path.write_text(text)
    return path


def history(events, count, folder):
    """A folder with as many events; whole copies are links, the last one is cut."""
    folder.mkdir()
    with events.open("rb") as file:
        lines = file.readlines()
    number = 0
    while count > 0:
        path = folder / f"{number:04}.jsonl"
        if count >= len(lines):
            os.link(events, path)
        else:
            path.write_bytes(b"".join(lines[:count]))
        count -= len(lines)
        number += 1
    return folder


def replay(quell, playbook, history, answer):
    """What the replay tells, and the process's own CPU seconds and peak memory in MB."""
    command = [quell, "replay", str(playbook), str(history), "--output", "json"]
    pid = os.posix_spawn(
        quell, command, os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, str(answer), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)])
    _, status, usage = os.wait4(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0, command
    return json.loads(answer.read_text()), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    quell, data = sys.argv[1], pathlib.Path(sys.argv[2])
    print("events     bytes      matched   read s  match s  decide s  CPU s  peak MB")
    # Beside the data: links reach no other disk.
    with tempfile.TemporaryDirectory(dir=data) as temporary:
        folder = pathlib.Path(temporary)
        rules = playbook(data / "sec_rules.jsonl", folder)
        for count in LENGTHS:
            report, cpu, peak = replay(
                quell, rules, history(data / "sec_events.jsonl", count, folder / str(count)), folder / "answer.json")
            assert report["events"] == count, report["events"]
            costs = report["cpuSeconds"]
            print(
                f"{count:<10} {report['bytes']:<10} {report['totals']['matched']:<9} {costs['reading']:<7} "
                f"{costs['matching']:<8} {costs['deciding']:<9} {cpu:<6.2f} {peak:.0f}")


if __name__ == "__main__":
    main()
