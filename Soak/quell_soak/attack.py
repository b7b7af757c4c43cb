"""A-09: somebody makes GuardDuty find thousands of things on an account's instances, to have Quell stop its production."""
import json
import random
import shutil
import statistics
import time
from typing import Any

from . import incidents
from .episode import attribute
from .inbox import Inbox
from .parts import Context, Row
from .quell import HOME_KEY, Quell, entries
from .stand_in.server import Server
from .stand_in.service import Service
from .stand_in.world import World
from .witness import Witness

FINDINGS, INSTANCES, MINUTES = 5_000, 1_000, 10
HOSTILE = incidents.account(666)
BUDGET = 5
# What happens elsewhere has finding types of its own: beyond ten resources of one type people decide, wherever they are.
QUIET = ("Backdoor:EC2/XORDDOS", "UnauthorizedAccess:IAMUser/MaliciousIPCaller")
DURING = ("Trojan:EC2/DropPoint", "UnauthorizedAccess:IAMUser/TorIPCaller")

PLAYBOOK = """quell: 1
guardrails:
  backlog: {{ apply: true }}
  protect: {protect}
rules:
  - name: isolate
    when: {{ source: [aws.guardduty], detail: {{ type: [{{ prefix: "Backdoor:EC2/" }}, {{ prefix: "Trojan:EC2/" }}] }} }}
    respond: [ec2.isolate-instance, guardduty.archive-finding, notify]
  - name: block
    when: {{ source: [aws.guardduty], detail: {{ type: [{{ prefix: "UnauthorizedAccess:IAMUser/" }}] }} }}
    respond: [iam.block-principal, guardduty.archive-finding, notify]
"""


def run(context: Context) -> list[Row]:
    size = context.sized(FINDINGS, 100), context.sized(INSTANCES, 40)
    result = context.state.once(f"attack/{context.seed}/{size[0]}", lambda: play(context, *size))
    context.say(f"attack: {result}")
    allowed = BUDGET + int(BUDGET * result["seconds"] / 3600)
    p95 = result["duringP95"] / result["quietP95"]
    return [
        Row.sized("A-09: findings of the attack", FINDINGS, result["findings"],
                  f"on {result['instances']} instances, answered in {result['seconds'] / 60:.1f} minutes"),
        Row.judged("A-09: isolations stay within the budget", f"≤ {allowed}", f"{result['isolated']} instances isolated",
                   0 < result["isolated"] <= allowed),
        Row.judged("A-09: protected instances are not isolated", "0", f"{result['protectedIsolated']} of {result['protected']}",
                   result["protectedIsolated"] == 0),
        Row.judged("A-09: one page for each cause", f"≤ {result['causes']}",
                   f"{result['pages']} messages for {result['held']} held responses of {result['causes']} causes",
                   0 < result["pages"] <= result["causes"]),
        Row.judged("A-09: people are told soon", "≤ 60 s", f"{result['firstPage']:.1f} s after the first finding",
                   result["firstPage"] <= 60),
        Row.judged("A-09: other accounts are answered meanwhile", f"{result['others']} of {result['others']}",
                   f"{result['othersContained']} contained", result["othersContained"] == result["others"]),
        Row.judged("A-09: how long the others take (p95)", "≤ 2 × without the attack",
                   f"{p95:.2f} × ({result['quietP95'] * 1000:.0f} ms, then {result['duringP95'] * 1000:.0f} ms)", p95 <= 2),
        Row.judged("A-09: no change without an intent; the journal is clean", "0",
                   f"{result['unplanned']} unplanned of {result['changes']}; audit and verify: {result['journal']}",
                   result["unplanned"] == 0 and result["journal"] == "clean" and not result["unanswered"]),
    ]


def play(context: Context, findings: int, instances: int) -> dict[str, Any]:
    chance = random.Random(f"attack/{context.seed}")
    folder = context.folder / "attack"
    shutil.rmtree(folder, ignore_errors=True)
    world = World()
    targets = [world.add_instance(HOSTILE, number) for number in range(instances)]
    protected = {one["id"] for one in chance.sample(targets, max(1, instances // 10))}
    attack = [
        incidents.instance_finding(world, targets[n % instances], incidents.INSTANCE_TYPES[chance.randrange(4)], f"attack-{n:06}")
        for n in range(findings)
    ]
    quiet, during = elsewhere(world, 1, QUIET), elsewhere(world, 101, DURING)
    arns = [f"arn:aws:ec2:*:{HOSTILE}:instance/{one}" for one in sorted(protected)]
    service = Service(world, HOME_KEY)
    server = Server(service)
    quell = Quell(context.binary, folder, server.endpoint, folder / "journal.sqlite", PLAYBOOK.format(protect=json.dumps(arns)))
    service.witness = witness = Witness(quell.journal)
    worker = Inbox(quell, 0, context.command)
    try:
        quiet_times = [answer(quell, one) for one in quiet]
        for incident in attack:
            worker.deliver(incident)
        start = time.time()
        during_times = flood(context, quell, worker, during, findings)
        seconds = time.time() - start
        worker.stop()
        moved = {world.interfaces[value]["instance"] for change in service.changes
                 if change.operation == "ec2:ModifyNetworkInterfaceAttribute" for value in change.values
                 if value in world.interfaces and change.account == HOSTILE}
        pages = [message for message in service.messages
                 if attribute(message, "account") == HOSTILE and attribute(message, "outcome") == "held"]
        told = {attribute(message, "execution") for message in pages}
        first = min((change.at for change in service.changes if change.operation == "sns:Publish" and change.execution in told),
                    default=float("inf"))
        outcomes = {execution: record["_0"]["outcome"] for execution, record in entries(quell.journal, "concluded")}
        names = {record["_0"]["findingID"]: execution for execution, record in entries(quell.journal, "admitted")}
        others = [outcomes.get(names.get(one.finding, ""), "none") for one in (*quiet, *during)]
        _, holds = quell.ask_journal("holds")
        statuses = [quell.ask_journal(name)[0] for name in ("verify", "audit")]
        return {
            "findings": findings, "instances": instances, "seconds": seconds, "isolated": len(moved),
            "protected": len(protected), "protectedIsolated": len(moved & protected), "pages": len(pages),
            "held": sum(len(group["executions"]) for group in holds), "causes": len(holds), "firstPage": first - start,
            "others": len(others), "othersContained": others.count("contained"),
            "quietP95": high(quiet_times), "duringP95": high(during_times), "unplanned": len(witness.unplanned),
            "changes": len(service.changes), "journal": "clean" if statuses == [0, 0] else str(statuses),
            "unanswered": [*service.strange, *server.failures][:3],
            "examples": [*witness.unplanned[:3], *{(group["why"], len(group["executions"])) for group in holds}],
        }
    finally:
        worker.kill()
        server.stop()


def elsewhere(world: World, first: int, kinds: tuple[str, str]) -> list[incidents.Incident]:
    """Two instances and five users in accounts of their own: within every budget."""
    instances = [
        incidents.instance_finding(world, world.add_instance(incidents.account(first + n), n), kinds[0], f"other-{first + n}")
        for n in range(2)
    ]
    return [*instances, *(incidents.denial(world, incidents.account(first + n), n, kinds[1]) for n in range(2, 7))]


def flood(
    context: Context, quell: Quell, worker: Inbox, during: list[incidents.Incident], findings: int
) -> list[float]:
    """Answers the attack, and what happens elsewhere at even distances meanwhile."""
    times: list[float] = []
    said = time.monotonic()
    while pending := worker.pending():
        worker.keep_running()
        if len(times) < len(during) and findings - pending > (len(times) + 0.5) * findings / len(during):
            times.append(answer(quell, during[len(times)]))
        if time.monotonic() - said > 30:
            said = time.monotonic()
            context.say(f"attack: {pending} findings to go")
        time.sleep(0.05)
    return times + [answer(quell, one) for one in during[len(times) :]]


def answer(quell: Quell, incident: incidents.Incident) -> float:
    path = quell.folder / f"{incident.name}.json"
    path.write_text(json.dumps(incident.event))
    start = time.monotonic()
    quell.run(*quell.responding(str(path)))
    return time.monotonic() - start


def high(times: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20, method="inclusive")[-1]
