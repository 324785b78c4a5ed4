"""The lock file: what was read from the picked pages, as JSON that people review and git compares.

The same articles always give the same text: keys in a fixed order, two spaces, one newline at the end.
"""

import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import ClassVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from digest.articles.model import Article
from digest.edition.model import Edition
from digest.pictures.model import Picture
from digest.problem import START, Mark, Problem


@dataclass(frozen=True, slots=True)
class Lock:
    """The articles of one edition, in the order of its picks, and what is known of the pictures that cards show."""

    edition: str
    picks: tuple[Article, ...]
    pictures: tuple[Picture, ...] = ()
    __pydantic_config__: ClassVar = {"extra": "forbid"}

    def article(self, url: str) -> Article | None:
        """Return what was read from `url`, or None."""
        return next((article for article in self.picks if article.url == url), None)

    def picture(self, url: str) -> Picture | None:
        """Return what is known of the picture at `url`, or None."""
        return next((picture for picture in self.pictures if picture.url == url), None)

    def missing(self, edition: Edition) -> list[str]:
        """List the picked addresses that this lock says nothing about, each once, in the editor's order."""
        known = {article.url for article in self.picks}
        return list(dict.fromkeys(pick.url for pick in edition.picks() if pick.url and pick.url not in known))

    def covering(self, edition: Edition, fresh: tuple[Article, ...] = ()) -> "Lock":
        """Return the lock of exactly `edition`'s picks: the articles of `fresh`, just read, before those known."""
        known = {article.url: article for article in (*self.picks, *fresh)}
        wanted = dict.fromkeys(pick.url for pick in edition.picks() if pick.url in known)
        return Lock(edition.id, tuple(known[url] for url in wanted), self.pictures)


def to_json(lock: Lock) -> str:
    """Return `lock` as the text of its file."""

    def plain(value: object) -> str:
        if isinstance(value, datetime):
            return value.isoformat()
        raise TypeError(f"a lock holds no {type(value).__name__}")

    return json.dumps(asdict(lock), ensure_ascii=False, indent=2, default=plain) + "\n"


def from_json(text: str, file: str) -> tuple[Lock | None, list[Problem]]:
    """Return the lock that the text of a file holds, or None and all of its problems."""
    try:
        return _adapter().validate_json(text), []
    except ValidationError as error:
        problems = (
            Problem(
                file,
                _place(text, fault),
                f"the lock is damaged: {_in_words(fault)}",
                "restore it from git, or delete it and run `digest lock` to read the pages again",
            )
            for fault in error.errors(include_url=False, include_input=False)
        )
        return None, list(dict.fromkeys(problems))


@cache
def _adapter() -> TypeAdapter[Lock]:
    return TypeAdapter(Lock)


def _in_words(fault: ErrorDetails) -> str:
    """Return what is wrong with a lock, and of which pick, counted from 1."""
    if fault["type"] == "json_invalid":
        return "from here on it is no JSON"
    of, where = "", fault["loc"]
    if len(where) > 1 and isinstance(where[1], int):
        of, where = f"pick {where[1] + 1}", where[2:]
    key = ".".join(part for part in where if isinstance(part, str))
    noun = " of ".join(filter(None, (key and f"`{key}`", of))) or "what it holds"
    wrong = {"missing": "is missing", "unexpected_keyword_argument": "is no key of a lock"}
    return f"{noun} {wrong.get(fault['type'], 'is not of the kind it must be')}"


def _place(text: str, fault: ErrorDetails) -> Mark:
    """Return the place of a fault: the n-th pick begins at the n-th line that opens with its url."""
    where = fault["loc"]
    if found := re.search(r"line (\d+) column (\d+)$", fault["msg"]) if fault["type"] == "json_invalid" else None:
        return Mark(int(found[1]), max(1, int(found[2])))
    if len(where) > 1 and where[0] == "picks" and isinstance(where[1], int):
        picks = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith('      "url":')]
        if where[1] < len(picks):
            return Mark(picks[where[1]], 1)
    return START
