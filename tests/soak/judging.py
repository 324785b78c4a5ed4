"""What must be true when a round ends, judged by mailboxes, by what readers were answered, and by the files."""

import stat
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from digest.app.container import Newsroom
from subscribers.policy.model import Status
from tests.soak.visits import Kept

MARGIN_SECONDS = 2.0
"""A post whose question of consent came just before the answer may arrive so much after it, while somebody sends."""


@dataclass(frozen=True, slots=True)
class Round:
    """What the harness knows of a round."""

    kept: Kept
    confirmed: frozenset[str]
    gone: frozenset[str]
    letters: dict[str, list[float]]
    said: str


def findings(folder: Path, known: Round) -> dict[str, int]:
    """Count what must be nothing, by its name."""
    with Newsroom(folder, {}) as newsroom:
        numbers = _numbers(newsroom)
        back = sum(
            newsroom.store.get(numbers[address])[0].status is Status.CONFIRMED
            for address in {*known.gone, *known.kept.left} & numbers.keys()
        )
        listed = _listed(newsroom)
    letters, moved = known.letters, known.kept.moved
    persons = {
        address: len(letters.get(address, [])) + len(letters.get(moved.get(address, ""), []))
        for address in known.confirmed
    }
    unmoved = known.confirmed - known.kept.touched
    everybody = {*known.confirmed, *known.gone, *letters, *moved.values(), *known.kept.joined}
    return {
        "doubled": sum(count > 1 for count in persons.values()) + sum(len(at) > 1 for at in letters.values()),
        "lost": sum(address not in letters and numbers.get(address) not in listed for address in unmoved),
        "mailed after leaving": _after(known.kept.left, letters) + sum(address in letters for address in known.gone),
        "mailed in a pause": _after(known.kept.paused, letters),
        "back": back,
        "addresses said": sum(address in known.said for address in everybody),
        "loose files": sum(
            bool(stat.S_IMODE(file.stat().st_mode) & 0o077) for file in (folder / "data").rglob("*") if file.is_file()
        ),
    }


def _after(promises: dict[str, tuple[float, bool]], letters: dict[str, list[float]]) -> int:
    return sum(
        arrived > at + (0 if quiet else MARGIN_SECONDS)
        for address, (at, quiet) in promises.items()
        for arrived in letters.get(address, [])
    )


def _numbers(newsroom: Newsroom) -> dict[str, int]:
    with newsroom.engine.connect() as connection:
        everybody = list(connection.scalars(text("SELECT number FROM subscriber")))
    return {address: number for number, address in newsroom.store.addresses(everybody).items()}


def _listed(newsroom: Newsroom) -> set[int]:
    """Return the readers the log names as not reached."""
    covered = (
        "SELECT r.reader FROM recipient r JOIN batch b ON b.variant = r.variant AND r.reader BETWEEN b.first AND b.last "
        "WHERE b.state IN ('failed', 'uncertain') UNION SELECT reader FROM outcome WHERE status <> 'accepted'"
    )
    with newsroom.engine.connect() as connection:
        return set(connection.scalars(text(covered)))
