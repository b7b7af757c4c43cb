"""iam:PassRole: who gives a role to a service must be allowed to."""

from collections.abc import Iterator

from ..call import Call
from ..principals import iam
from .checks import Check
from .parameters import listed


def pass_role(role: str | None, service: str) -> list[Check]:
    """The role is given by its ARN."""
    if not role:
        return []
    return [Check("iam:PassRole", role, {"iam:PassedToService": service})]


def pass_role_of_profile(call: Call) -> Iterator[Check]:
    """EC2 is given the role of the instance profile."""
    arns, names = listed(call, "IamInstanceProfile.Arn"), listed(call, "IamInstanceProfile.Name")
    for profile in list(iam(call.account).instance_profiles.values()):
        if profile.arn in arns or profile.name in names:
            for role in profile.roles:
                yield from pass_role(role.arn, "ec2.amazonaws.com")
