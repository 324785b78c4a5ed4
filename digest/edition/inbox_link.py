"""One link that waits for an edition, and how somebody gives one: an address, and a note if they like. Pure."""

from dataclasses import dataclass, field
from datetime import datetime

from digest.characters import one_line
from digest.edition.pasted_address import pasted_address
from digest.page_name import page_name
from digest.problem import START, Mark

INBOX_FILE = "editions/inbox.yaml"
LONGEST_NOTE = 300
"""Characters; what is longer is a text of somebody's, and belongs into the article or the edition."""
BY_HAND = "by hand"


@dataclass(frozen=True, slots=True)
class InboxLink:
    """A link as it stands in the inbox: its address, a note, when it came and from where, both as they are written.

    What somebody typed into the file may have neither.
    """

    url: str
    note: str = ""
    added: str = ""
    origin: str = ""
    mark: Mark = field(default=START, compare=False)

    @property
    def page(self) -> str:
        """Return the name of its page, which is the same for all forms of its address."""
        return page_name(self.url)


@dataclass(frozen=True, slots=True)
class Given:
    """An address as somebody gives it, with a note or without: nobody has looked at either."""

    url: str
    note: str = ""


def cleaned(given: Given) -> Given | str:
    """Return what somebody gives as it is kept, or why it is no link, and what to do.

    The address is cleaned as that of a pick is: it loses what statistics put behind it.
    """
    if not _is_text(given.url):
        return "the address holds what is no text; copy the page's address from the browser, https:// included"
    found = pasted_address(given.url, is_page=True)
    if found.fault:
        return f"{found.fault}; {found.remedy_in_a_form}"
    words = one_line(given.note)
    if len(words) > LONGEST_NOTE:
        return f"the note has {len(words)} characters, more than {LONGEST_NOTE}; shorten it"
    return Given(found.url, words)


def given_link(given: Given, origin: str, at: datetime) -> InboxLink | str:
    """Return the link that somebody gives from an `origin`, or why it is none, and what to do; `at` is aware."""
    kept = cleaned(given)
    return kept if isinstance(kept, str) else InboxLink(kept.url, kept.note, at.isoformat(timespec="minutes"), origin)


def _is_text(url: str) -> bool:
    """Return whether an address can be written into a file: half a character of UTF-16 cannot."""
    return not any("\ud800" <= sign <= "\udfff" for sign in url)


def from_token(name: str) -> str:
    """Return the origin of what came with the token of this name."""
    return f"token {name}"


def from_bookmarklet(editor: str) -> str:
    """Return the origin of what an editor of this name saved while reading."""
    return f"bookmarklet of {editor}"
