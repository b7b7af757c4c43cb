"""A-09: somebody makes GuardDuty find thousands of things on an account's instances, to have Quell stop its production."""
import dataclasses
import json
import random
import shutil
import statistics
import time
from typing import Any

from . import incidents
from .episode import attribute
from .inbox import Inbox
from .incidents import Incident
from .parts import Context, Row
from .quell import HOME_KEY, Quell, closed, entries
from .stand_in.server import Server
from .stand_in.service import Service
from .stand_in.world import World
from .witness import Witness

FINDINGS, INSTANCES, MINUTES = 5_000, 1_000, 10
HOSTILE = incidents.account(666)
BUDGET = 5
# Seconds without an answer, after which the rest counts as not answered.
PATIENCE = 300
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
                   f"{result['pages']} messages for {result['held']} responses that guards held, for {result['causes']} causes",
                   0 < result["pages"] <= result["causes"]),
        Row.judged("A-09: one page for all protected instances", "≤ 1", f"{result['protectedPages']} messages",
                   result["protectedPages"] <= 1),
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


@dataclasses.dataclass
class Game:
    """The attacked account, the others, and the command between them."""

    quell: Quell
    service: Service
    server: Server
    witness: Witness
    protected: set[str]
    attack: list[Incident]
    quiet: list[Incident]
    during: list[Incident]


def prepare(context: Context, findings: int, instances: int) -> Game:
    chance = random.Random(f"attack/{context.seed}")
    folder = context.folder / "attack"
    shutil.rmtree(folder, ignore_errors=True)
    world = World()
    targets = [world.add_instance(HOSTILE, number) for number in range(instances)]
    protected = {one["id"] for one in chance.sample(targets, max(1, instances // 10))}
    attack = [
        incidents.instance_finding(world, targets[n % instances], chance.choice(incidents.INSTANCE_TYPES), f"attack-{n:06}")
        for n in range(findings)
    ]
    quiet, during = elsewhere(world, 1, QUIET), elsewhere(world, 101, DURING)
    arns = [f"arn:aws:ec2:*:{HOSTILE}:instance/{one}" for one in sorted(protected)]
    service = Service(world, HOME_KEY)
    server = Server(service)
    playbook = PLAYBOOK.format(protect=json.dumps(arns))
    quell = Quell(context.binary, folder, server.endpoint, folder / "journal.sqlite", playbook)
    service.witness = witness = Witness(quell.journal)
    return Game(quell, service, server, witness, protected, attack, quiet, during)


def play(context: Context, findings: int, instances: int) -> dict[str, Any]:
    game = prepare(context, findings, instances)
    worker = Inbox(game.quell, 0, context.command)
    try:
        quiet_times = [answer(game.quell, one) for one in game.quiet]
        for incident in game.attack:
            worker.deliver(incident)
        start = time.time()
        during_times, answered = flood(context, game.quell, worker, game.during, findings)
        seconds = time.time() - start
        worker.stop()
        return {
            "findings": answered, "instances": instances, "seconds": seconds, "quietP95": high(quiet_times),
            "duringP95": high(during_times), **changes(game), **pages(game, start), **journal(game),
        }
    finally:
        worker.kill()
        game.server.stop()


def changes(game: Game) -> dict[str, Any]:
    """Which instances were really moved, as AWS saw it."""
    interfaces = game.service.world.interfaces
    moved = {
        interfaces[value]["instance"] for change in game.service.changes for value in change.values
        if change.operation == "ec2:ModifyNetworkInterfaceAttribute" and change.account == HOSTILE and value in interfaces
    }
    return {
        "isolated": len(moved), "protected": len(game.protected), "protectedIsolated": len(moved & game.protected),
        "changes": len(game.service.changes), "unplanned": len(game.witness.unplanned),
        "unplannedExamples": game.witness.unplanned[:3],
        "unanswered": [*game.service.strange, *game.server.failures][:3],
    }


def pages(game: Game, start: float) -> dict[str, Any]:
    """What people were told of the attack, and how long after its first finding they heard that something is held."""
    held = [message for message in game.service.messages
            if attribute(message, "account") == HOSTILE and attribute(message, "outcome") == "held"]
    told = {attribute(message, "execution") for message in held}
    moments = [change.at for change in game.service.changes if change.operation == "sns:Publish" and change.execution in told]
    of_protected = sum(attribute(message, "resource") in game.protected for message in held)
    return {"pages": len(held) - of_protected, "protectedPages": of_protected, "firstPage": min(moments, default=9e9) - start}


def journal(game: Game) -> dict[str, Any]:
    outcomes = {execution: record["_0"]["outcome"] for execution, record in entries(game.quell.journal, "concluded")}
    names = {record["_0"]["findingID"]: execution for execution, record in entries(game.quell.journal, "admitted")}
    others = [outcomes.get(names.get(one.finding, ""), "none") for one in (*game.quiet, *game.during)]
    _, holds = game.quell.ask_journal("holds")
    statuses = [game.quell.ask_journal(name)[0] for name in ("verify", "audit")]
    return {
        "held": sum(len(group["executions"]) for group in holds), "causes": len(holds),
        "others": len(others), "othersContained": others.count("contained"),
        "journal": "clean" if statuses == [0, 0] else f"statuses {statuses}",
        "whys": [f"{len(group['executions'])} × {group['why']}" for group in holds],
    }


def elsewhere(world: World, first: int, kinds: tuple[str, str]) -> list[Incident]:
    """Two instances and five users in accounts of their own: within every budget."""
    instances = [
        incidents.instance_finding(world, world.add_instance(incidents.account(first + n), n), kinds[0], f"other-{first + n}")
        for n in range(2)
    ]
    return [*instances, *(incidents.denial(world, incidents.account(first + n), n, kinds[1]) for n in range(2, 7))]


def flood(
    context: Context, quell: Quell, worker: Inbox, during: list[Incident], findings: int
) -> tuple[list[float], int]:
    """Answers the attack, and what happens elsewhere at even distances meanwhile: how long that took, and what was answered."""
    times: list[float] = []
    said = moved = time.monotonic()
    before, last = len(closed(quell.journal)), findings
    while pending := findings - (len(closed(quell.journal)) - before - len(times)):
        worker.keep_running()
        worker.send_again()
        if pending != last:
            last, moved = pending, time.monotonic()
        if time.monotonic() - moved > PATIENCE:
            break
        if len(times) < len(during) and findings - pending > (len(times) + 0.5) * findings / len(during):
            times.append(answer(quell, during[len(times)]))
        if time.monotonic() - said > 30:
            said = time.monotonic()
            context.say(f"attack: {pending} findings to go")
        time.sleep(0.2)
    return times + [answer(quell, one) for one in during[len(times) :]], findings - pending


def answer(quell: Quell, incident: Incident) -> float:
    path = quell.folder / f"{incident.name}.json"
    path.write_text(json.dumps(incident.event))
    start = time.monotonic()
    quell.run(*quell.responding(str(path)))
    return time.monotonic() - start


def high(times: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20, method="inclusive")[-1]
