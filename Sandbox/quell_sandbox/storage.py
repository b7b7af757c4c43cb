"""Buckets and databases, where moto differs from AWS."""

from typing import Any
from uuid import uuid4

from moto.rds.models import DBInstance
from moto.s3.models import FakeAcl, FakeGrant

_new_acl = FakeAcl.__init__
_new_database = DBInstance.__init__


def new_acl(acl: FakeAcl, grants: list[FakeGrant] | None = None) -> None:
    """One grant has one permission: of a grant with several, moto would tell the first only."""
    single = []
    for grant in grants or []:
        permissions = [grant.permissions] if isinstance(grant.permissions, str) else grant.permissions
        single += [FakeGrant([grantee], [each]) for grantee in grant.grantees for each in permissions]
    _new_acl(acl, single)


def new_database(database: DBInstance, *arguments: Any, **members: Any) -> None:
    """moto gives every database the same resource id."""
    _new_database(database, *arguments, **members)
    database.dbi_resource_id = "db-" + uuid4().hex[:26].upper()


def install() -> None:
    FakeAcl.__init__ = new_acl
    DBInstance.__init__ = new_database
