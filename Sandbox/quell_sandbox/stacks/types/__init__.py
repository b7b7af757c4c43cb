"""The types of resources that stacks can have. Importing them is enough: each registers itself."""

from . import alarms, buckets, buses, config, functions, identity, logs, queues, security, tables, topics

__all__ = [
    "alarms",
    "buckets",
    "buses",
    "config",
    "functions",
    "identity",
    "logs",
    "queues",
    "security",
    "tables",
    "topics",
]
