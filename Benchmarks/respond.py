"""Times a cold `quell respond` of an isolation against the sandbox: wall, CPU, peak memory, AWS calls, over 9 runs.

    .venv/bin/python Benchmarks/respond.py .build/release/quell

Each run is a new process with a new journal and a new instance in a VPC of its own. The reference sample in Python needs
880 ms of CPU and 79 MB for nine calls; the target is 80 ms of CPU and 40 MB.
"""
import json
import os
import pathlib
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
RUNS = 9


def incident(endpoint):
    request = urllib.request.Request(
        endpoint + "/_sandbox/incidents", method="POST", data=json.dumps({"names": ["row1-isolate-ec2"]}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)[0]["event"]


def measure(quell, state, folder):
    event = pathlib.Path(folder) / "event.json"
    event.write_text(json.dumps(incident(state["endpoint"])))
    command = [
        quell, "respond", "--playbook", str(ROOT / "Playbooks" / "default.yaml"), "--topic", state["topic"], "--journal",
        str(pathlib.Path(folder) / f"journal-{time.monotonic_ns()}.sqlite"), "--output", "json", str(event),
    ]
    environment = {"PATH": os.environ["PATH"], "HOME": folder, "QUELL_COUNT_CALLS": "1", **state["environment"]}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    out, err = process.communicate()
    _ = process.returncode
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert json.loads(out)[0]["outcome"] == "contained", out + err
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    calls = int(re.search(r"aws-calls (\d+)", err)[1])
    return wall * 1000, cpu * 1000, peak(command, environment, folder, state), calls


def peak(command, environment, folder, state):
    """Peak resident memory in MB of one more run of its own, read from /usr/bin/time's own accounting by wait4."""
    event = pathlib.Path(folder) / "event.json"
    event.write_text(json.dumps(incident(state["endpoint"])))
    pid = os.posix_spawn(
        command[0], command, environment, file_actions=[(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)]
    )
    _, status, usage = os.wait4(pid, 0)
    assert status == 0
    return usage.ru_maxrss / 1024


def main():
    quell = str(pathlib.Path(sys.argv[1]).resolve())
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "Sandbox")}
    sandbox = subprocess.Popen(
        [sys.executable, "-m", "quell_sandbox", "--port", "0"], stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
    )
    try:
        state = json.loads(sandbox.stdout.readline())
        with tempfile.TemporaryDirectory() as folder:
            measure(quell, state, folder)
            rows = [measure(quell, state, folder) for _ in range(RUNS)]
    finally:
        sandbox.terminate()
        sandbox.wait()
    print(f"cold quell respond, {RUNS} runs     min   median      max")
    for name, values in zip(("wall ms", "CPU ms", "peak MB", "AWS calls"), zip(*rows)):
        print(f"{name:25}{min(values):9.1f}{statistics.median(values):9.1f}{max(values):9.1f}")


if __name__ == "__main__":
    main()
