"""ec2:DeleteTags that names no tag takes all of them away; moto would take none."""

from moto.ec2.models.tags import TagBackend

_delete_named = TagBackend.delete_tags


def delete_tags(backend: TagBackend, resource_ids: list[str], tags: dict[str, str]) -> bool:
    """Tags that AWS itself sets stay."""
    if tags:
        return _delete_named(backend, resource_ids, tags)
    for identifier in resource_ids:
        for key in [each for each in backend.tags.get(identifier, {}) if not each.startswith("aws:")]:
            del backend.tags[identifier][key]
    return True


def install() -> None:
    TagBackend.delete_tags = delete_tags
