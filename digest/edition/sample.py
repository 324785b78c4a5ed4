"""The sample edition that a new newsroom begins with, and why no reader ever gets it. Pure."""

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from digest.edition.examples import EXAMPLE_HOST
from digest.edition.lock import Lock
from digest.edition.model import Edition
from digest.problem import Problem


def sample_edition(text: str, edition_id: str, language: str) -> str:
    """Return the sample's file as that of an edition; `language` is the newsroom's, which the sample's may not be."""
    own = "" if language == "en" else "language: en\n"
    return text.replace("{edition}", edition_id).replace("preheader:", f"{own}preheader:", 1)


def sample_lock(lock: Lock, edition_id: str, now: datetime) -> Lock:
    """Return the sample's lock as that of an edition, read `now`."""
    return Lock(edition_id, tuple(replace(article, fetched_at=now) for article in lock.picks))


def sample_picks(edition: Edition) -> list[Problem]:
    """Return a problem where an edition that readers get has articles of the sample, which nobody can open."""
    first = next((pick for pick in edition.picks() if urlsplit(pick.url).hostname == EXAMPLE_HOST), None)
    if first is None:
        return []
    what = "this article is of the sample that `digest init` wrote, and no reader could open it"
    return [Problem(edition.file, first.mark_of("url"), what, "pick articles of your own in its place")]
