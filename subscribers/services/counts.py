"""How many subscribers there are, and what came of the forms of a day: numbers only, nothing of any reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from subscribers.storage.signup_log import outcomes_of_day
from subscribers.storage.store import Store


@dataclass(frozen=True, slots=True)
class Counts:
    """Subscribers by status (`suppressed` are confirmed ones who must not be mailed); forms by what came of them."""

    subscribers: Mapping[str, int]
    forms: Mapping[str, int]


def count_all(store: Store, day: date) -> Counts:
    """Count the subscribers there are now, and the forms of one day (UTC)."""
    return Counts(store.counts(), count_forms(store, day))


def count_forms(store: Store, day: date) -> Mapping[str, int]:
    """Count what came of the forms of one day (UTC): times by outcome."""
    with store.reading.connect() as connection:
        return outcomes_of_day(connection, day)
