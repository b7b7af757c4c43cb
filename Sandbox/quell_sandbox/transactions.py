"""Transactions of DynamoDB: moto copies whole tables so that it can take a transaction back; here only the items are kept."""

import copy
from contextvars import ContextVar
from typing import Any

from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table

_write = DynamoDBBackend.transact_write_items
_touched: ContextVar[dict[str, list[dict[str, Any]]] | None] = ContextVar("touched", default=None)


def transact_write_items(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    touched: dict[str, list[dict[str, Any]]] = {}
    for item in transact_items:
        for operation in item.values():
            touched.setdefault(operation.get("TableName", ""), []).append(operation.get("Key") or operation.get("Item") or {})
    token = _touched.set(touched)
    try:
        _write(backend, transact_items)
    finally:
        _touched.reset(token)


def kept(table: Table, memo: dict[int, Any]) -> Table:
    """The table as it is now, of which the transaction under way changes no item that is not copied."""
    touched = _touched.get()
    if touched is None:
        return _whole(table, memo)
    made = copy.copy(table)
    made.items = copy.copy(table.items)
    for key in touched.get(table.name, []):
        _keep(made, key)
    return made


def _keep(made: Table, key: dict[str, Any]) -> None:
    if made.hash_key_attr not in key:
        return
    hash_value = DynamoType(key[made.hash_key_attr])
    if hash_value not in made.items:
        return
    if not made.has_range_key:
        made.items[hash_value] = copy.deepcopy(made.items[hash_value])
        return
    part = made.items[hash_value] = dict(made.items[hash_value])
    if made.range_key_attr in key and (range_value := DynamoType(key[made.range_key_attr])) in part:
        part[range_value] = copy.deepcopy(part[range_value])


def _whole(table: Table, memo: dict[int, Any]) -> Table:
    """As any object is copied."""
    made = memo[id(table)] = table.__class__.__new__(table.__class__)
    made.__dict__.update(copy.deepcopy(table.__dict__, memo))
    return made


def install() -> None:
    DynamoDBBackend.transact_write_items = transact_write_items
    Table.__deepcopy__ = kept
