"""The run without crashes, which the others are held against."""
import pathlib
import time

from .episode import Episode, Reference


class UnfitReference(Exception):
    """The run without crashes did not contain everything, so nothing can be held against it."""


def reference(binary: str, folder: pathlib.Path, count: int) -> Reference:
    episode = Episode(binary, folder, count)
    try:
        path = episode.write_events(folder / "events.json")
        start = time.monotonic()
        done = episode.quell.run(*episode.quell.responding("--output", "json", str(path)), timeout=3600)
        outcomes = episode.outcomes()
        if done.returncode != 0 or set(outcomes.values()) != {"contained"} or episode.witness.unplanned:
            raise UnfitReference(f"{done.returncode} {episode.witness.unplanned[:3]} {done.stderr[-2000:]}")
        return Reference(episode.service.world.state(), outcomes, episode.service.calls, time.monotonic() - start)
    finally:
        episode.close()
