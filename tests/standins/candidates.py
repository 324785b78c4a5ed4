"""Sources and sent letters in memory, for whoever looks for candidates."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from digest.articles.sources.listed import Listed
from digest.delivery.counts import OpenedEdition
from digest.delivery.statuses import EditionState
from digest.ports.editorial import SourceList


@dataclass(slots=True)
class FakeSourceLists:
    """Sources by name with what they list, the newest first as the port says; those with a `fault` list nothing."""

    articles: dict[str, tuple[Listed, ...]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    asked: list[Collection[str]] = field(default_factory=list)

    def names(self) -> list[str]:
        return [*self.articles, *self.faults]

    def recent(self, names: Collection[str]) -> list[SourceList]:
        self.asked.append(tuple(names))
        return [
            SourceList(name, self.articles.get(name, ()), self.faults.get(name, ""))
            for name in self.names()
            if name in names
        ]


@dataclass(slots=True)
class FakeSentLetters:
    """Editions that went out, by id and when, with the pages that each had."""

    began: Mapping[str, datetime] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    states: dict[str, EditionState] = field(default_factory=dict)

    def last_opened(self, count: int) -> list[OpenedEdition]:
        newest = sorted(self.began.items(), key=lambda one: one[1], reverse=True)[:count]
        return [OpenedEdition(name, EditionState.SENT, at, at, None, 1, False) for name, at in newest]

    def opened(self, edition_id: str) -> OpenedEdition | None:
        at = self.began.get(edition_id)
        return (
            OpenedEdition(edition_id, self.states.get(edition_id, EditionState.SENT), at, at, None, 1) if at else None
        )

    def sent_pages(self) -> Mapping[str, str]:
        return self.pages
