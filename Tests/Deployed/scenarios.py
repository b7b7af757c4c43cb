"""All that is played in the deployed organization, by name: what happens, and what must come of it."""
from functools import partial

import acts
import undos
from organization import QUOTAS, SECURITY, SERVICE

INCIDENTS = [
    "row1-isolate-ec2", "row2-block-role", "row2-user", "row3-encrypt-bucket", "row4-public-read", "row5-public-write",
    "row6-open-group", "row7-volume", "row8-rds", "row1-exempt", "row2-exempt", "row3-exempt", "row4-exempt", "row5-exempt",
    "row6-exempt", "row7-exempt", "row8-exempt", "two-interfaces", "balanced-instance", "target-not-actor",
    "root-credentials", "service-linked-role", "sso-role", "sample", "gone", "split-ranges",
]
# Those that are played in the security account too, which holds and contains what is its own.
AT_HOME = [
    "row1-isolate-ec2", "row2-block-role", "row2-user", "row3-encrypt-bucket", "row3-exempt", "row6-open-group", "row7-volume",
    "row7-exempt", "row8-rds", "row8-exempt", "balanced-instance",
]
BOTH = (SERVICE[0], SECURITY)
SCENARIOS = {
    **{name: partial(acts.incident, name=name) for name in INCIDENTS},
    **{f"{name} at home": partial(acts.incident, name=name, account=SECURITY) for name in AT_HOME},
    **{f"isolation in {account}": partial(acts.isolation, account=account) for account in BOTH},
    **{
        f"full quota of a {kind} in {account}": partial(acts.full_quota, kind=kind, account=account)
        for kind in ("user", "role") for account in (QUOTAS, SECURITY)
    },
    **{
        f"open to {' and '.join(wide)}{', oversized' if oversized else ''}": partial(
            acts.open_group, wide=wide, oversized=oversized
        )
        for wide in (["0.0.0.0/0"], ["0.0.0.0/1", "128.0.0.0/1"]) for oversized in (False, True)
    },
    **{f"open prefix list in {account}": partial(acts.open_prefix_list, account=account) for account in BOTH},
    **{f"group without rules in {account}": partial(acts.group_without_rules, account=account) for account in BOTH},
    **{f"administrator of {account}": partial(acts.administrator, account=account) for account in BOTH},
    **{f"swept in {account}": partial(acts.swept, account=account) for account in BOTH},
    "exempt group": acts.exempt_group,
    "closed group": acts.closed_group,
    "kept contained": acts.kept_contained,
    **{
        f"order {action} in {account}": partial(acts.order, action=action, rule=rule, account=account)
        for action, rule in (
            ("Isolate EC2", "isolate-from-security-hub"), ("Block IAM Principal", "block-from-security-hub"),
            ("Send SNS", "send-from-security-hub"),
        ) for account in BOTH
    },
    "scheduled rule": acts.scheduled,
    **{
        f"runbook {document}": partial(acts.prepared_runbook, document=document, state=state)
        for document, state in (("AWS-StopEC2Instance", "stopped"), ("AWS-TerminateEC2Instance", "terminated"))
    },
    "another administrator of GuardDuty": acts.other_administrator,
    "alarm": acts.alarm,
    "dead letter": acts.dead_letter,
    "Config delivers": acts.config_delivers,
    "logs of the engine": partial(acts.logs_are_kept, function="quell-respond", account=SECURITY),
    "logs of our rule": partial(acts.logs_are_kept, function="quell-config-rule", account=SERVICE[0]),
    **{f"{kind} taken back": partial(undos.principal, kind=kind) for kind in ("user", "role")},
    **{f"full quota of a {kind}, taken back": partial(undos.full_quota, kind=kind) for kind in ("user", "role")},
    "isolation taken back": undos.isolation,
    **{f"every option taken back in {account}": partial(undos.every_option, account=account) for account in BOTH},
    "approved by an operator": undos.approved,
    "standby taken back": undos.standby,
    "confined group taken back": undos.group,
    "order taken back": undos.order,
    "another administrator's archive taken back": undos.other_administrator,
    **{f"near miss in {account}": partial(undos.near_miss, account=account) for account in BOTH},
    **{f"exceptions of {account}": partial(undos.exceptions, account=account) for account in BOTH},
}
