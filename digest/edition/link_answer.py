"""What a site answered about a link of a letter, and what an editor is to hear of it. Pure.

Rules: RFC 9110, 15. Many sites turn programs away that they let people in from (403, 429 and the like): of those
nothing is known, and what is said at every letter would soon be read by nobody.
"""

from dataclasses import dataclass
from enum import StrEnum

from digest.page_name import page_name

_DEAD = frozenset({404, 410})
_TURNED_AWAY = frozenset({400, 401, 403, 405, 406, 418, 429, 999})
_GOOD = range(200, 300)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """What a site answered after all redirects: a `status`, 0 for none, and `why` there is no page, in words.

    `moved_to` is where the page was moved for good. Without `was_asked` nobody asked, for the reason that `why` says.
    """

    status: int = 0
    why: str = ""
    moved_to: str = ""
    was_asked: bool = True


class Finding(StrEnum):
    """What is known of a link."""

    FINE = "answer"
    MOVED = "moved"
    DEAD = "dead"
    SILENT = "without an answer"
    UNKNOWN = "of sites that want no programs"


def finding(url: str, answer: LinkAnswer) -> Finding:
    """Return what an answer says about the link to `url`."""
    if not answer.was_asked or answer.status in _TURNED_AWAY:
        return Finding.UNKNOWN
    if answer.status in _DEAD:
        return Finding.DEAD
    if answer.status not in _GOOD:
        return Finding.SILENT
    moved = answer.moved_to and page_name(answer.moved_to) != page_name(url)
    return Finding.MOVED if moved else Finding.FINE


def told(url: str, answer: LinkAnswer) -> tuple[str, str] | None:
    """Return what is to be said about a link, and what to do; None for one that is fine, or nobody knows of."""
    kind, url = finding(url, answer), shortened(url)
    match kind:
        case Finding.DEAD:
            return f"dead link, {answer.why}: {url}", "open it in a browser, and link to where the page is now"
        case Finding.MOVED:
            moved = f"moved for good: {url} leads to {shortened(answer.moved_to)}"
            return moved, "link to that, if it is the right page"
        case Finding.SILENT:
            return f"nobody can tell whether a link works, {answer.why}: {url}", "open it in a browser"
    return None


def shortened(url: str) -> str:
    """Return an address as a line of a mail has room for it."""
    return url if len(url) <= _LONGEST else f"{url[: _LONGEST - 1]}…"
