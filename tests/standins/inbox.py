"""An inbox and its tokens in memory, for tests: they promise what `digest.ports.inbox` says, and can be told to fail."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from digest.edition.inbox_file import Inbox
from digest.edition.inbox_link import InboxLink
from digest.edition.inbox_tidy import TakenOut
from digest.ports.inbox import InboxToken


@dataclass(slots=True)
class FakeInboxFile:
    """An inbox that keeps links in a list; `error` is raised by whoever adds one, pages in `commented` stay."""

    links: list[InboxLink] = field(default_factory=list)
    error: Exception | None = None
    commented: set[str] = field(default_factory=set)

    def read(self) -> Inbox:
        return Inbox(tuple(self.links), (), len(self.links), tuple(self.links))

    def append(self, links: Sequence[InboxLink]) -> int:
        if self.error:
            raise self.error
        known = {link.page for link in self.links}
        new = [link for link in links if link.page not in known]
        self.links += new
        return len(new)

    def take_out(self, pages: Collection[str]) -> TakenOut:
        if self.error:
            raise self.error
        done = self.would_take_out(pages)
        self.links = [link for link in self.links if link not in done.taken]
        return done

    def would_take_out(self, pages: Collection[str]) -> TakenOut:
        done = [link for link in self.links if link.page in pages]
        stay = [link for link in done if link.page in self.commented]
        return TakenOut("", tuple(link for link in done if link not in stay), tuple(stay))


@dataclass(slots=True)
class FakeInboxTokens:
    """Tokens by name; what was spent is added up by the hour."""

    known: dict[str, str] = field(default_factory=dict)
    spent: dict[str, int] = field(default_factory=dict)
    made: dict[str, datetime] = field(default_factory=dict)

    def add(self, name: str, sha256: str, now: datetime) -> bool:
        if name in self.known:
            return False
        self.known[name], self.made[name] = sha256, now
        return True

    def revoke(self, name: str) -> bool:
        return self.known.pop(name, None) is not None

    def listed(self) -> list[InboxToken]:
        return [InboxToken(name, self.made[name], None) for name in sorted(self.known)]

    def hashes(self) -> Mapping[str, str]:
        return dict(self.known)

    def spend(self, name: str, links: int, now: datetime, most: tuple[int, int]) -> bool:
        hour = f"{name} {now:%Y-%m-%dT%H}"
        after = self.spent.get(hour, 0) + links
        if name not in self.known or after > min(most):
            return False
        self.spent[hour] = after
        return True
