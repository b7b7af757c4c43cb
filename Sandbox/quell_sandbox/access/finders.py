"""All finders: importing this registers them."""

from . import automation, ec2, identities, messaging, stacking, storing, trusting, watching

ALL = (automation, ec2, identities, messaging, stacking, storing, trusting, watching)
