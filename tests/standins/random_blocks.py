"""The blocks of an edition beside its picks, as nobody would write them: drawn at random, some left out, in any order."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

from digest.edition.block_names import LEAVABLE, MOVABLE
from digest.edition.sponsor import Sponsor
from tests.standins.letters import HOST
from tests.standins.random_words import RandomWords

_Table: TypeAlias = dict[str, object]


def random_blocks(drawn: RandomWords) -> _Table:
    """Return keys of a picks file; the addresses of blocks that the edition is `without` are taken back."""
    without = sorted(drawn.chance.sample(LEAVABLE, drawn.chance.choice((0, 0, 0, 1, 3))))
    table: _Table = {}
    for name, make in _BLOCKS.items():
        if drawn.maybe(0.4):
            known = len(drawn.addresses)
            table[name] = make(drawn)
            if name in without:
                del drawn.addresses[known:]
    if without:
        table["without"] = without
    if drawn.maybe(0.3):
        table["order"] = drawn.chance.sample(MOVABLE, drawn.chance.randint(1, len(MOVABLE)))
    return table


def random_sponsor(drawn: RandomWords) -> Sponsor | None:
    """Return what somebody pays for in one edition of three."""
    if not drawn.maybe(0.3):
        return None
    words = (drawn.words(1, 6), drawn.words(3, 60), drawn.address(1_500))
    if drawn.maybe(0.4):
        return Sponsor(date.min, date.max, *words)
    size = drawn.chance.choice(((1036, 583), (300, 900), (40, 40), (0, 0)))
    return Sponsor(date.min, date.max, *words, f"{HOST}pictures/council.jpg", drawn.words(1, 20), *size)


def _note(drawn: RandomWords) -> _Table:
    note: _Table = {"by": drawn.words(1, 2), "text": drawn.words(4, 60)}
    return note | _picture(drawn, "portrait")


def _line(drawn: RandomWords) -> _Table:
    """Return a brief or a correction."""
    return {"text": drawn.words(3, 20)} | _link(drawn, 0.6)


def _quote(drawn: RandomWords) -> _Table:
    quote: _Table = {"text": drawn.words(3, drawn.chance.choice((40, 500)))}
    return quote | ({"by": drawn.words(1, 9)} if drawn.maybe(0.7) else {}) | _link(drawn, 0.6)


def _figure(drawn: RandomWords) -> _Table:
    return {"figure": drawn.words(1, drawn.chance.choice((1, 3, 12))), "text": drawn.words(3, 60)} | _link(drawn, 0.6)


def _recording(drawn: RandomWords) -> _Table:
    return _linked(drawn) | ({"length": drawn.words(1, 3)} if drawn.maybe(0.7) else {}) | _picture(drawn, "picture")


def _event(drawn: RandomWords) -> _Table:
    event: _Table = {"title": drawn.words(1, 12), "when": drawn.words(1, 6)}
    return event | ({"where": drawn.words(1, 9)} if drawn.maybe(0.6) else {}) | _link(drawn, 0.7)


def _linked(drawn: RandomWords) -> _Table:
    return {"title": drawn.words(1, 14)} | _link(drawn, 1)


def _link(drawn: RandomWords, share: float) -> _Table:
    return {"url": drawn.address(drawn.chance.randint(900, 1_400))} if drawn.maybe(share) else {}


def _picture(drawn: RandomWords, key: str) -> _Table:
    return {key: f"{HOST}pictures/vote.jpg", "alt": drawn.words(1, 25)} if drawn.maybe(0.5) else {}


def _some(make: Callable[[RandomWords], _Table], most: int) -> Callable[[RandomWords], list[_Table]]:
    return lambda drawn: [make(drawn) for _ in range(drawn.chance.randint(1, most))]


_BLOCKS: Mapping[str, Callable[[RandomWords], object]] = {
    "number": lambda drawn: drawn.words(1, 3),
    "in_this_issue": lambda _: True,
    "note": _note,
    "briefs": _some(_line, 6),
    "number_of_the_week": _figure,
    "quote": _quote,
    "podcasts": _some(_recording, 3),
    "videos": _some(_recording, 3),
    "events": _some(_event, 4),
    "most_read": _some(_linked, 5),
    "topics": _some(_linked, 9),
    "corrections": _some(_line, 2),
}
"""What makes the value of each key that is a block, or belongs to the masthead."""
