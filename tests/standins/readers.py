"""Invented readers for a newsroom: most confirmed, some who left or are suppressed, some who have not confirmed yet.

    python -m tests.standins.readers demo --count 1000

All addresses lie in domains that RFC 2606 reserves for examples, so no letter can ever reach anybody. The same count
always gives the same readers.
"""

import argparse
import csv
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from digest.app.container import Newsroom
from subscribers.policy.model import Subscriber, SuppressionReason
from subscribers.services.import_export import Evidence, import_csv
from subscribers.services.suppression import suppress
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.store import Store
from tests.standins.forms import ask

FIRST = (
    "anna",
    "boris",
    "chloe",
    "daria",
    "emil",
    "farida",
    "goran",
    "hanna",
    "ivan",
    "jana",
    "kirill",
    "lena",
    "mykola",
    "nadia",
    "oleh",
)
LAST = (
    "adler",
    "bondar",
    "czerny",
    "dvorak",
    "eklund",
    "fischer",
    "gruber",
    "horvat",
    "ivanova",
    "jansons",
    "koval",
    "lindt",
    "marek",
)
DOMAINS = ("example.org", "example.net", "example.com", "mail.reader.example", "post.reader.example")
LANGUAGES = ("en", "en", "en", "ru", "uk", "de", "")
SOURCE = "the sample's invented readers"
WORDING = "2026-09-01"


def rows(count: int) -> Iterator[tuple[str, str, str]]:
    """Yield `count` invented readers as (address, language, confirmed_at), always the same ones."""
    chance = random.Random(count)
    begin = datetime(2024, 1, 1, 12, tzinfo=UTC)
    for number in range(count):
        address = f"{chance.choice(FIRST)}.{chance.choice(LAST)}.{number}@{chance.choice(DOMAINS)}"
        yield address, chance.choice(LANGUAGES), (begin + timedelta(hours=chance.randrange(20_000))).isoformat()


def csv_lines(count: int) -> Iterator[str]:
    """Yield the lines of a CSV file with `count` readers, header first."""
    yield "address,language,confirmed_at\n"
    for row in rows(count):
        yield ",".join(row) + "\n"


def populate(store: Store, count: int, now: datetime) -> None:
    """Let `count` readers come: of every hundred four have not confirmed yet, six leave, three are suppressed."""
    never = count * 4 // 100
    lines = csv_lines(count)
    header = next(lines)
    for line in islice(lines, never):
        address, language, _ = next(csv.reader([line]))
        ask(store, address, now, language)
    for _ in import_csv(store, _with_header(header, lines), Evidence(SOURCE, WORDING), now):
        pass
    confirmed = (person for person in list(store.subscribers()) if person.status == "confirmed")
    _part(store, list(islice(confirmed, count * 9 // 100)), count, now)


def _with_header(header: str, lines: Iterator[str]) -> Iterator[str]:
    yield header
    yield from lines


def _part(store: Store, people: list[Subscriber], count: int, now: datetime) -> None:
    reasons = [reason for reason in SuppressionReason if reason is not SuppressionReason.LEFT]
    leaving = count * 6 // 100
    for person in people[:leaving]:
        unsubscribe(store, person.number, SOURCE, now)
    for number, person in enumerate(people[leaving:]):
        suppress(store, person.number, reasons[number % len(reasons)], SOURCE, now)


def main() -> None:
    """Populate a newsroom."""
    parser = argparse.ArgumentParser(description="Put invented readers on a newsroom's list.")
    parser.add_argument("newsroom", type=Path)
    parser.add_argument("--count", type=int, default=1_000)
    options = parser.parse_args()
    with Newsroom(options.newsroom.resolve()) as newsroom:
        populate(newsroom.store, options.count, datetime.now(UTC))
        counts = newsroom.store.counts()
    sys.stdout.write(
        "readers invented: " + ", ".join(f"{number} {name}" for name, number in counts.items() if number) + "\n"
    )


if __name__ == "__main__":
    main()
