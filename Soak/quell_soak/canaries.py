"""Secrets that are sown where a process has them, and the search for them in what it leaves behind."""
import base64
import collections
import dataclasses
import secrets


@dataclasses.dataclass
class Canaries:
    """Each is a word that appears nowhere else; `kinds` says what it stands for."""

    kinds: dict[str, str] = dataclasses.field(default_factory=dict)
    leaks: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    places: set[str] = dataclasses.field(default_factory=set)

    def sow(self, kind: str) -> str:
        return self.add(kind, "Canary" + secrets.token_hex(16))

    def add(self, kind: str, word: str) -> str:
        self.kinds[word] = kind
        return word

    def search(self, place: str, content: str | bytes, spared: tuple[str, ...] = ()) -> None:
        """Counts what is found in a place, as it is or in Base64; `spared` are kinds that may stand there."""
        data = content if isinstance(content, bytes) else content.encode()
        self.places.add(place)
        for word, kind in self.kinds.items():
            if kind not in spared and any(form in data for form in forms(word)):
                self.leaks[f"{kind} in {place}"] += 1


def forms(word: str) -> list[bytes]:
    """The word, and what Base64 makes of its inner part at each of the three places where it may begin."""
    found = [word.encode()]
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + word.encode())
        found.append(text[4 if shift else 0 : len(text) - 4])
    return found
