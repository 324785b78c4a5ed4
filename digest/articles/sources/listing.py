"""Makes the list of a source's articles out of its entries. Pure."""

from collections.abc import Iterable
from datetime import datetime

from digest.articles import dates
from digest.articles.markup import line
from digest.articles.sources.entry import Entry, linked
from digest.articles.sources.listed import Listed
from digest.page_name import page_name

MOST_LISTED = 200
_MOST_TOPICS = 50
_LONGEST_TITLE = 300


def listed(entries: Iterable[Entry], now: datetime) -> list[Listed]:
    """Return the articles of a source, each page once, the newest first and those without a time last.

    Of one time, they stand in the order of their addresses: whoever asks twice gets the same answer.
    """
    found: dict[str, Listed] = {}
    for entry in entries:
        one = _listed(entry, now)
        found.setdefault(page_name(one.url), one)
    return sorted(found.values(), key=_newest_first)[:MOST_LISTED]


def _listed(entry: Entry, now: datetime) -> Listed:
    written, _, _ = dates.first_possible([("", dates.moment(entry.published or entry.updated))], now)
    named = dict.fromkeys(topic for given in entry.topics[:_MOST_TOPICS] if (topic := line(given)))
    return Listed(linked(entry.link), line(entry.title)[:_LONGEST_TITLE], dates.instant(written), tuple(named))


def _newest_first(one: Listed) -> tuple[float, str]:
    return (-one.published.timestamp() if one.published else float("inf"), one.url)
