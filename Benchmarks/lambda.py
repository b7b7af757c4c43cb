"""Times the deployed function under AWS's emulator: from a cold invocation to an isolated instance, and a warm one, over 9 runs.

    make bench-lambda

CPU is that of the program alone (user and system time of its process), memory its highest resident set. The answers of AWS are
those that the sandbox gave to the first response, replayed by a stand-in whose own time is shown beside. The reference sample in Python needs 876 ms of
wall time, 880 ms of CPU and 80 MB when cold; the targets are a fifth, a tenth and a third of that.
"""
import os
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Tests" / "Deployed"))
from conftest import PACKAGE, Deployment  # noqa: E402
from stand_in import StandIn  # noqa: E402

RUNS = 9
TARGETS = {"wall ms": "175.0", "CPU ms": "88.0", "peak MB": "26.7", "stand-in's own ms": "", "AWS calls": ""}


def cpu(process):
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def peak(process):
    lines = pathlib.Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def timed(stand_in, deployment, function, event):
    stand_in.rewind()
    process = function.bootstrap() if function.lines() else None
    before = cpu(process) if process else 0.0
    batch = {"Records": [{"messageId": "m", "eventSource": "aws:sqs", "body": json.dumps(event)}]}
    start = time.perf_counter()
    answer = function.invoke(batch)
    wall = (time.perf_counter() - start) * 1000
    outcomes = [line["Outcome"] for line in function.lines() if "Outcome" in line]
    assert answer == {"batchItemFailures": []} and outcomes[-1:] == ["contained"], function.log.read_text()
    process = function.bootstrap()
    return wall, cpu(process) - before, peak(process), stand_in.seconds * 1000, stand_in.calls


def run(stand_in, deployment, event):
    """A cold invocation, and a second one of the same process: the journal is empty again, so it does all the work again."""
    function = deployment.start(AWS_ENDPOINT_URL=stand_in.endpoint)
    try:
        cold = timed(stand_in, deployment, function, event)
        stand_in.is_recording = False
        return cold, timed(stand_in, deployment, function, event)
    finally:
        function.stop()


def show(title, rows):
    print(f"{title:28}{'min':>9}{'median':>9}{'max':>9}{'target':>9}")
    for name, values in zip(TARGETS, zip(*rows)):
        print(f"{name:28}{min(values):9.1f}{statistics.median(values):9.1f}{max(values):9.1f}{TARGETS[name]:>9}")


def main():
    sandbox = subprocess.Popen(
        [sys.executable, str(ROOT / "Tests" / "Deployed" / "sandbox_with_journal.py")], stdout=subprocess.PIPE, text=True,
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT / "Sandbox")},
    )
    try:
        state = json.loads(sandbox.stdout.readline())
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            with zipfile.ZipFile(PACKAGE) as archive:
                archive.extractall(folder)
            (folder / "bootstrap").chmod(0o755)
            deployment = Deployment(state, folder)
            stand_in = StandIn(state["endpoint"])
            event = deployment.incident()
            run(stand_in, deployment, event)
            runs = [run(stand_in, deployment, event) for _ in range(RUNS)]
    finally:
        sandbox.terminate()
        sandbox.wait()
    show(f"cold, {RUNS} runs", [cold for cold, _ in runs])
    show(f"warm, {RUNS} runs", [warm for _, warm in runs])


if __name__ == "__main__":
    main()
