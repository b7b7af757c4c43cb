"""The Regions of the organization: the others that moto knows are not enabled in its accounts."""

from typing import Any

from moto.ec2.models import EC2Backend

from .principals import REGIONS

_describe = EC2Backend.describe_regions


def describe_regions(backend: EC2Backend, region_names: list[str] | None = None) -> list[Any]:
    found = _describe(backend, region_names)
    return found if region_names else [each for each in found if each.name in REGIONS]


def install() -> None:
    EC2Backend.describe_regions = describe_regions
