"""A-17: none of the secrets that Quell holds may appear in what it writes, says, sends or leaves when it crashes.

Secrets are what lets somebody act: secret keys, session tokens, the token of a container's credentials. Key ids are names, not
secrets. What stands in an event is evidence and is kept in the journal, whole; but only its title and description are told,
so secrets in its other fields must not come to terminals, logs or messages.
"""
import json
import pathlib
import random
import shutil
import signal
import sqlite3
import time
from typing import Any

from . import incidents
from .canaries import Canaries
from .faults import FAULTS, Fault
from .parts import Context, Row
from .quell import GENEROUS, HOME_KEY, Quell, end
from .stand_in.server import Server
from .stand_in.service import Service
from .ways import WAYS, Way

CANARIES = 1_000
EVENT = "event field"
# Each way with each crash, and each way that works with each fault.
ROUNDS: list[tuple[Way, Fault, signal.Signals | None]] = [
    *((way, FAULTS[0], crash) for way in WAYS for crash in (None, signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL)),
    *((way, fault, None) for way in WAYS if way.works for fault in FAULTS[1:]),
]


def run(context: Context) -> list[Row]:
    total, results = context.sized(CANARIES, 60), []
    rounds = random.Random(context.seed).sample(ROUNDS, len(ROUNDS))
    while sum(result["sown"] for result in results) < total or context.scale >= 1 and len(results) < len(rounds):
        index = len(results)
        chosen = rounds[index % len(rounds)]
        results.append(context.state.once(f"hidden/{context.seed}/{index}", lambda: one_round(context, index, *chosen)))
    sown, leaks = sum(result["sown"] for result in results), {}
    for result in results:
        for where, count in result["leaks"].items():
            leaks[where] = leaks.get(where, 0) + count
    context.say(f"secrets: {len(results)} of {len(rounds)} rounds, {sown} canaries, leaks: {leaks or 'none'}")
    places = sorted({place for result in results for place in result["places"]})
    crashes = sum(result["backtraces"] for result in results)
    unfit = [result["round"] for result in results if result["unfit"]]
    found = "; ".join(f"{count} × {where}" for where, count in leaks.items()) or f"0 in {', '.join(places)}"
    return [
        Row.sized("A-17: secrets sown", CANARIES, sown,
                  f"canaries in {len(results)} rounds of {len(rounds)} kinds, {crashes} reports of crashes"),
        Row.judged("A-17: secrets that appear", "0", found + (f"; rounds {unfit} tested nothing" if unfit else ""),
                   not leaks and not unfit),
    ]


def one_round(context: Context, index: int, way: Way, fault: Fault, crash: signal.Signals | None) -> dict[str, Any]:
    """One way to have credentials and one fault, or a crash in the middle."""
    chance = random.Random(f"hidden/{context.seed}/{index}")
    folder = context.folder / "hidden"
    shutil.rmtree(folder, ignore_errors=True)
    canaries = Canaries()
    world, chosen = incidents.mixed(3)
    sow_into_events(canaries, chosen)
    service = Service(world, HOME_KEY)
    server = Server(service)
    try:
        quell = Quell(context.binary, folder, server.endpoint, folder / "journal.sqlite", GENEROUS)
        service.fault = Listener(way, fault, canaries)
        quell.extra = way.prepare(folder, server.endpoint, canaries)
        outputs = responses(quell, service, chosen, chance, crash)
        for name, secret in service.sessions.named():
            canaries.add(name, secret)
        look(quell, service, canaries, outputs, crash)
        return {"round": f"{way.name}, {fault.name}, {crash.name if crash else 'no crash'}", "sown": len(canaries.kinds),
                "leaks": dict(canaries.leaks), "places": sorted(canaries.places),
                "backtraces": outputs.count("Program crashed"), "unfit": not is_fit(way, fault, quell, service, canaries)}
    finally:
        server.stop()


def is_fit(way: Way, fault: Fault, quell: Quell, service: Service, canaries: Canaries) -> bool:
    """Whether the round could have found something: calls came, and the search finds what must be there, the evidence."""
    if not way.works:
        return service.calls == 0
    evidence = b"".join(path.read_bytes() for path in quell.folder.glob("journal.sqlite*"))
    sown = [word.encode() for word, kind in canaries.kinds.items() if kind == EVENT]
    return service.calls > 0 and all(word in evidence for word in sown) and bool(service.messages or fault.name != "none")


class Listener:
    """Answers what is no AWS call of the stand-in's, and strikes with the fault."""

    def __init__(self, way: Way, fault: Fault, canaries: Canaries) -> None:
        self.way, self.fault, self.canaries = way, fault, canaries
        self.sent: list[str] = []

    def __call__(self, request: Any, service: str) -> tuple[int, str, bytes] | None:
        # Where tokens must be: their header. Everywhere else they are searched for.
        self.sent += [request.path, request.body.decode(errors="replace")]
        self.sent += [f"{name}: {value}" for name, value in request.headers.items()
                      if name not in ("x-amz-security-token", "authorization")]
        if request.path.startswith("/credentials"):
            return 200, "application/json", json.dumps(self.way.document).encode()
        return self.fault.answer(request, service)


def sow_into_events(canaries: Canaries, chosen: list[incidents.Incident]) -> None:
    """An attacker's user agent, a password in a tag, a key in additional information."""
    for incident in chosen:
        detail = incident.event["detail"]
        detail["annotation"] = canaries.sow(EVENT)
        if "service" in detail:
            detail["service"]["additionalInfo"]["value"] = json.dumps({"password": canaries.sow(EVENT)})
            detail["service"]["action"] = {"actionType": "AWS_API_CALL", "awsApiCallAction": {
                "api": "GetObject", "serviceName": "s3.amazonaws.com", "userAgent": canaries.sow(EVENT),
            }}


def responses(
    quell: Quell, service: Service, chosen: list[incidents.Incident], chance: random.Random, crash: signal.Signals | None
) -> str:
    """What a response says on both streams, in both formats, with every call printed; a crash first, where there is one."""
    path = quell.folder / "events.json"
    path.write_text(json.dumps([one.event for one in chosen]))
    output = quell.folder / "output.log"
    more = ["--verbose", "--external-id", "quell:{account}", str(path)]
    if crash:
        quell.extra |= {"SWIFT_BACKTRACE": "enable=yes,interactive=no,color=no"}
        process = quell.start(quell.responding(*more), output)
        aim = chance.randint(3, 40)
        while service.calls < aim and process.poll() is None:
            time.sleep(0.0005)
        end(process, crash)
    for form in ("json", "text"):
        quell.start(quell.responding("--output", form, *more), output).wait(timeout=300)
    return output.read_text(errors="replace")


def look(
    quell: Quell, service: Service, canaries: Canaries, outputs: str, crash: signal.Signals | None
) -> None:
    canaries.search("standard output and error" if crash is None else "output of a crash", outputs)
    canaries.search("notifications", json.dumps(service.messages))
    canaries.search("requests", "\n".join(service.fault.sent))
    for name in ("list", "holds", "verify", "audit"):
        for form in ("json", "text"):
            done = quell.run(quell.binary, "journal", name, "--journal", str(quell.journal), "--output", form)
            canaries.search(f"journal {name}", done.stdout + done.stderr)
    for path in sorted(quell.folder.glob("journal.sqlite*")):
        canaries.search("journal file", path.read_bytes(), (EVENT,))
    for execution in executions(quell.journal):
        done = quell.run(quell.binary, "journal", "show", execution, "--journal", str(quell.journal))
        canaries.search("journal show", done.stdout + done.stderr, (EVENT,))
    for form in ("text", "json", "csv", "html"):
        done = quell.run(
            quell.binary, "replay", "playbook.yaml", str(quell.folder / "events.json"), "--output", form)
        canaries.search(f"replay as {form}", done.stdout + done.stderr)
    for path in quell.folder.rglob("core*"):
        canaries.search("core files", path.read_bytes())


def executions(journal: pathlib.Path) -> list[str]:
    if not journal.exists():
        return []
    with sqlite3.connect(f"file:{journal}?mode=ro", uri=True) as connection:
        return [row[0] for row in connection.execute("SELECT DISTINCT execution FROM entries")]
