"""The ports to the links that wait for an edition, and to the tokens with which an editorial system may add some."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from digest.edition.inbox_file import Inbox
from digest.edition.inbox_link import InboxLink
from digest.edition.inbox_tidy import TakenOut


class InboxFile(Protocol):
    """The newsroom's `editions/inbox.yaml`."""

    def read(self) -> Inbox:
        """Return what stands in it; nothing where there is none. Never raises for anything an editor can type."""
        ...

    def append(self, links: Sequence[InboxLink]) -> int:
        """Put links behind what stands there, all or none; return how many of them are new.

        Nothing of what others write there meanwhile is lost. Raises `InboxFull`, and `DigestError` where it cannot be
        written.
        """
        ...

    def take_out(self, pages: Collection[str]) -> TakenOut:
        """Take out the links to these pages, by the names of pages, and no other byte; return which were taken.

        Nothing of what others write there meanwhile is lost. Raises `DigestError` where it cannot be written.
        """
        ...

    def would_take_out(self, pages: Collection[str]) -> TakenOut:
        """Return which links `take_out` would take and leave as the file is now; changes nothing."""
        ...


@dataclass(frozen=True, slots=True)
class InboxToken:
    """A token as it is listed: its name, when it was made and last used; never the token, which nobody keeps."""

    name: str
    made_at: datetime
    used_at: datetime | None


class InboxTokens(Protocol):
    """The tokens, by the SHA-256 of each in hexadecimal digits."""

    def add(self, name: str, sha256: str, now: datetime) -> bool:
        """Keep a token under a name; return whether that was done: not where the name is taken."""
        ...

    def revoke(self, name: str) -> bool:
        """Forget a token; return whether there was one of that name."""
        ...

    def listed(self) -> list[InboxToken]:
        """List the tokens by name."""
        ...

    def hashes(self) -> Mapping[str, str]:
        """Map the names of all tokens to the SHA-256 of each."""
        ...

    def spend(self, name: str, links: int, now: datetime, most: tuple[int, int]) -> bool:
        """Count links that came with a token; return whether they are within the `most` of an hour and of a day.

        What goes beyond is not counted.
        """
        ...
