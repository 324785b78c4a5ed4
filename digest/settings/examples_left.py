"""What a new digest.toml says until somebody answers, and must not say to readers: examples, and this computer."""

from collections.abc import Mapping
from typing import Final

from digest.edition.addresses import is_loopback
from digest.edition.examples import EXAMPLE_HOST, EXAMPLE_PLACE
from digest.problem import Mark, Problem
from digest.settings.model import Settings
from digest.settings.positions import nearest

_ANSWERED: Final = (
    ("digest", "base_url"),
    ("digest", "postal_address"),
    ("digest", "contact"),
    ("digest", "privacy_policy_url"),
    ("sender", "address"),
    ("sender", "reply_to"),
)


def examples_left(settings: Settings, places: Mapping[tuple[str, ...], Mark], file: str) -> list[Problem]:
    """Return an error for each example of `digest init` that is left where letters go to readers, in `file`."""
    if not settings.reaches_readers:
        return []
    found = []
    for place in _ANSWERED:
        value = str(getattr(getattr(settings, place[0]), place[1]))
        if EXAMPLE_HOST in value or value == EXAMPLE_PLACE:
            what = "is still the example that `digest init` wrote, and letters go to readers"
        elif is_loopback(value):
            what = "is this computer, where no reader can come"
        else:
            continue
        noun = f"`{place[1]}` in [{place[0]}] {what}"
        found.append(Problem(file, nearest(dict(places), place), noun, "write your own in its place"))
    return found
