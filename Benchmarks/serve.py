"""Measures how `quell serve` accepts events: a steady rate, then a burst, and whether every accepted event was answered.

    Benchmarks/serve.py [--rate 2000] [--seconds 60] [--burst 10000] [PATH OF quell]

Each event is a signed request of its own on one of many connections. Latency counts from the moment at which the request was
due, so that a server that falls behind cannot hide it. The events match no rule, as most of a stream do: each is accepted,
looked at, and recorded in the journal. Afterwards the journal is counted by the events' own ids.
"""
import argparse
import asyncio
import hashlib
import hmac
import json
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import tempfile
import time

SECRET = "0123456789abcdef" * 4
PLAYBOOK = """quell: 1
rules:
  - name: contain
    when: { source: [aws.guardduty], detail: { type: ["Backdoor:EC2/C&CActivity.B"] } }
    respond: [ec2.isolate-instance, notify]
"""


def finding(number: int) -> bytes:
    """A GuardDuty finding of about 2 KB, of a type that no rule asks for."""
    text = f"{number:032x}"
    arn = f"arn:aws:guardduty:eu-central-1:111122223333:detector/12abc34d567e8fa901bc2d34e56789f0/finding/{text}"
    return json.dumps({
        "version": "0", "id": f"c8c4daa7-a20c-2f03-0070-{number:012x}", "detail-type": "GuardDuty Finding",
        "source": "aws.guardduty", "account": "999988887777", "time": "2027-01-15T08:00:00Z", "region": "eu-central-1",
        "resources": [],
        "detail": {
            "schemaVersion": "2.0", "accountId": "111122223333", "region": "eu-central-1", "partition": "aws", "id": text,
            "arn": arn, "type": "Recon:EC2/PortProbeUnprotectedPort", "severity": 2,
            "resource": {"resourceType": "Instance", "instanceDetails": {
                "instanceId": "i-0123456789abcdef0", "instanceType": "m5.large", "imageId": "ami-0abcdef1234567890",
                "networkInterfaces": [{"networkInterfaceId": "eni-0123456789abcdef0", "subnetId": "subnet-0123456789abcdef0",
                                       "vpcId": "vpc-0123456789abcdef0", "privateIpAddress": "10.0.0.7"}],
                "tags": [{"key": f"tag-{index}", "value": "x" * 40} for index in range(8)],
            }},
            "service": {"action": {"actionType": "PORT_PROBE", "portProbeAction": {"portProbeDetails": [
                {"localPortDetails": {"port": 22, "portName": "SSH"},
                 "remoteIpDetails": {"ipAddressV4": "198.51.100.7", "country": {"countryName": "Nowhere"}}}]}}},
            "createdAt": "2027-01-15T07:50:00.000Z", "updatedAt": "2027-01-15T07:55:00.000Z",
            "title": "An unprotected port is being probed.", "description": "Look at the security groups.",
        },
    }).encode()


def request(number: int) -> bytes:
    body, stamp = finding(number), str(int(time.time()))
    code = hmac.new(SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    head = (
        f"POST /events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        f"X-Quell-Timestamp: {stamp}\r\nX-Quell-Signature: v1={code}\r\n\r\n"
    )
    return head.encode() + body


class Connection(asyncio.Protocol):
    """One request at a time; `free` takes the connection back."""

    def __init__(self, load: "Load") -> None:
        self.load, self.buffer = load, b""

    def connection_made(self, transport) -> None:
        self.transport = transport

    def send(self, number: int, due: float, data: bytes) -> None:
        self.number, self.due = number, due
        self.transport.write(data)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        length = int(re.search(rb"(?i)content-length: (\d+)", self.buffer[:end])[1])
        if len(self.buffer) < end + 4 + length:
            return
        status, self.buffer = int(self.buffer[9:12]), self.buffer[end + 4 + length:]
        self.load.answered(self, self.number, status, time.perf_counter() - self.due)

    def connection_lost(self, error) -> None:
        self.load.lost_connections += 1


class Load:
    def __init__(self, port: int) -> None:
        self.port, self.accepted, self.refused, self.seconds = port, [], {}, []
        self.free: asyncio.Queue[Connection] = asyncio.Queue()
        self.open = self.lost_connections = 0

    async def connect(self, count: int) -> None:
        loop = asyncio.get_running_loop()
        for _ in range(count):
            _, connection = await loop.create_connection(lambda: Connection(self), "127.0.0.1", self.port)
            self.free.put_nowait(connection)

    def answered(self, connection: Connection, number: int, status: int, seconds: float) -> None:
        self.open -= 1
        self.seconds.append(seconds)
        if status == 202:
            self.accepted.append(number)
        else:
            self.refused[status] = self.refused.get(status, 0) + 1
        self.free.put_nowait(connection)

    async def drain(self) -> None:
        while self.open:
            await asyncio.sleep(0.001)

    async def steady(self, first: int, rate: int, seconds: float) -> None:
        begun, total = time.perf_counter(), int(rate * seconds)
        for index in range(total):
            due = begun + index / rate
            wait = due - time.perf_counter()
            if wait > 0.0005:
                await asyncio.sleep(wait)
            elif index % 20 == 0:
                await asyncio.sleep(0)
            connection = await self.free.get()
            self.open += 1
            connection.send(first + index, due, request(first + index))
        await self.drain()
        self.took = time.perf_counter() - begun

    async def burst(self, first: int, count: int) -> None:
        prepared = [(first + index, request(first + index)) for index in range(count)]
        begun = time.perf_counter()
        for number, data in prepared:
            connection = await self.free.get()
            self.open += 1
            connection.send(number, time.perf_counter(), data)
        await self.drain()
        self.took = time.perf_counter() - begun

    def report(self, name: str) -> dict:
        ordered = sorted(self.seconds)
        at = lambda share: round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1_000, 1)  # noqa: E731
        return {
            "load": name, "sent": len(ordered), "accepted": len(self.accepted), "refused": self.refused,
            "seconds": round(self.took, 2), "events/s": round(len(self.accepted) / self.took),
            "p50 ms": at(0.5), "p99 ms": at(0.99), "max ms": at(1), "lost connections": self.lost_connections,
        }


def start(quell: str, folder: pathlib.Path) -> tuple[subprocess.Popen, int]:
    (folder / "playbook.yaml").write_text(PLAYBOOK)
    secret = folder / "secret"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    process = subprocess.Popen(
        [quell, "serve", "--playbook", "playbook.yaml", "--listen", "127.0.0.1:0", "--secret-file", "secret",
         "--region", "eu-central-1"],
        cwd=folder, stdout=subprocess.PIPE, text=True,
    )
    for line in process.stdout:
        if json.loads(line)["message"] == "listening":
            return process, json.loads(line)["port"]
    raise SystemExit("quell serve did not start")


def memory(process: subprocess.Popen) -> float:
    """Greatest resident set so far, in MiB."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return round(int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1_024, 1)


def processor(process: subprocess.Popen) -> float:
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_until_answered(folder: pathlib.Path) -> float:
    begun = time.perf_counter()
    with sqlite3.connect(folder / "quell-inbox.sqlite", timeout=10) as inbox:
        while inbox.execute("SELECT EXISTS (SELECT 1 FROM events)").fetchone()[0]:
            time.sleep(0.1)
    return round(time.perf_counter() - begun, 1)


def answered(folder: pathlib.Path) -> set[int]:
    pattern = re.compile(r'c8c4daa7-a20c-2f03-0070-([0-9a-f]{12})')
    with sqlite3.connect(folder / "quell-journal.sqlite", timeout=10) as journal:
        records = journal.execute("SELECT record FROM entries WHERE kind = 'received'")
        return {int(pattern.search(record)[1], 16) for (record,) in records}


def rows(reports: list[dict], accepted: int, lost: int, peak: float, seconds: float) -> None:
    """What the soak reads: a promise, its target, what was measured, and whether that was kept."""
    def row(promise: str, target: str, figure: str, is_kept: bool, is_whole: bool = True) -> None:
        verdict = "broken" if not is_kept else "kept" if is_whole else "not at full size"
        print(json.dumps({"promise": f"A-01: {promise}", "target": target, "figure": figure, "verdict": verdict}), flush=True)

    steady, burst = reports
    row("2,000 events a second for 5 minutes are accepted", "600,000",
        f"{steady['accepted']:,} of {steady['sent']:,} in {steady['seconds']:.0f} s", steady["accepted"] == steady["sent"],
        seconds >= 300)
    row("an event is accepted soon (p99)", "\u2264 50 ms", f"{steady['p99 ms']} ms, half of them in {steady['p50 ms']} ms",
        steady["p99 ms"] <= 50)
    row("10,000 events in one second are accepted", "10,000", f"{burst['accepted']:,} in {burst['seconds']:.2f} s",
        burst["accepted"] == burst["sent"], burst["sent"] >= 10_000)
    row("no accepted event is lost", "0", f"{lost} of {accepted:,}", lost == 0)
    row("memory stays small", "\u2264 256 MiB", f"{peak:.0f} MiB", peak <= 256)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("quell", nargs="?", default=".build/release/quell")
    arguments.add_argument("--rate", type=int, default=2_000)
    arguments.add_argument("--seconds", type=float, default=60)
    arguments.add_argument("--burst", type=int, default=10_000)
    arguments.add_argument("--scale", type=float, default=0, help="part of 5 minutes, instead of --seconds")
    arguments.add_argument("--rows", action="store_true", help="print promises and verdicts, as the soak reads them")
    given = arguments.parse_args()
    if given.scale:
        given.seconds = max(10.0, 300 * given.scale)
    reports: list[dict] = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        process, port = start(str(pathlib.Path(given.quell).resolve()), folder)
        try:
            accepted: set[int] = set()
            for label, connections, run in [
                (f"{given.rate}/s for {given.seconds:g} s", 64, lambda load: load.steady(1, given.rate, given.seconds)),
                (f"{given.burst} at once", 256, lambda load: load.burst(10_000_000, given.burst)),
            ]:
                load = Load(port)

                async def play() -> None:
                    await load.connect(connections)
                    await run(load)

                before = processor(process)
                asyncio.run(play())
                accepted |= set(load.accepted)
                report = load.report(label)
                report["server cpu s"] = round(processor(process) - before, 1)
                report["answered after s"] = wait_until_answered(folder)
                reports.append(report)
                print(json.dumps(report), flush=True)
            lost, peak = accepted - answered(folder), memory(process)
            print(json.dumps({"accepted": len(accepted), "lost": len(lost), "peak memory MiB": peak}))
        finally:
            process.send_signal(signal.SIGTERM)
            status = process.wait(timeout=60)
        if given.rows:
            rows(reports, len(accepted), len(lost), peak, given.seconds)
        if status or lost:
            raise SystemExit(f"exit status {status}, lost {len(lost)}")


if __name__ == "__main__":
    main()
