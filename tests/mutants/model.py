"""A mutant, and the list of those known to change nothing that anybody could notice."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

KNOWN = Path(__file__).with_name("survivors.toml")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one place; `whole` is the changed file, where our own runner has to write it."""

    file: str
    line: int
    original: str
    mutation: str
    whole: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.original} -> {self.mutation}"

    @property
    def key(self) -> tuple[str, str, str]:
        """Name it without its line number, which moves with every edit."""
        return self.file, self.original, self.mutation


def one_line(text: str) -> str:
    """Put a change into one line."""
    return " ".join(text.split())


def known_survivors() -> dict[tuple[str, str, str], str]:
    """Return the reasons for which a mutant may live, by its key; an entry without a reason is none."""
    rows = tomllib.loads(KNOWN.read_text(encoding="utf-8")).get("survivor", [])
    return {(row["file"], row["original"], row["mutation"]): row["reason"] for row in rows if row["reason"].strip()}
