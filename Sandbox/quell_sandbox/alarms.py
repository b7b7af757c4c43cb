"""Alarms that change their state on demand, and tell their topics, when those let CloudWatch."""

import json
from typing import Any

from moto.cloudwatch.models import cloudwatch_backends
from moto.sns.models import sns_backends

from .call import Refusal
from .service_permissions import policy_of
from .service_policies import service_may
from .state import TURN, iso_milliseconds

ACTIONS = {"ALARM": "alarm_actions", "OK": "ok_actions", "INSUFFICIENT_DATA": "insufficient_data_actions"}


def set_state(account: str, region: str, name: str, state: str, reason: str) -> dict[str, Any]:
    """What was published, and what was refused."""
    with TURN:
        alarm = cloudwatch_backends[account][region].alarms.get(name)
        if alarm is None or state not in ACTIONS:
            raise Refusal("ResourceNotFound", f"There is no alarm {name} in {account}, {region}, or no state {state}.")
        before = alarm.state_value
        alarm.update_state(reason, "{}", state)
        topics = getattr(alarm, ACTIONS[state]) if alarm.actions_enabled and state != before else []
        done: dict[str, Any] = {"published": [], "refused": []}
        for arn in topics or []:
            if arn.split(":")[2] != "sns":
                raise Refusal("NotImplemented", f"The sandbox cannot act on {arn}.", 501)
            if service_may(policy_of(arn), "cloudwatch.amazonaws.com", "sns:Publish", arn, alarm.alarm_arn):
                _publish(arn, alarm, before, reason)
                done["published"].append(arn)
            else:
                done["refused"].append(arn)
        return done


def _publish(arn: str, alarm: Any, before: str, reason: str) -> None:
    region, account = arn.split(":")[3:5]
    message = {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": alarm.alarm_arn.split(":")[4],
        "NewStateValue": alarm.state_value,
        "NewStateReason": reason,
        "StateChangeTime": iso_milliseconds(),
        "Region": region,
        "AlarmArn": alarm.alarm_arn,
        "OldStateValue": before,
    }
    subject = f'{alarm.state_value}: "{alarm.name}"'[:100]
    sns_backends[account][region].publish(message=json.dumps(message), arn=arn, subject=subject)
