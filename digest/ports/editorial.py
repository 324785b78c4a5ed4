"""Ports to what editors write and approve, and to the pages they pick."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from digest.articles.merge import Told
from digest.articles.model import Article
from digest.articles.sources.listed import Listed
from digest.edition.approval import Approval
from digest.edition.link_answer import LinkAnswer
from digest.edition.lock import Lock
from digest.edition.model import Edition
from digest.pictures.model import MadePicture
from digest.problem import Problem


class Editions(Protocol):
    """The newsroom's edition files."""

    def names(self) -> list[str]:
        """List the ids of all editions there are, oldest first."""
        ...

    def read(self, edition_id: str) -> tuple[Edition | None, list[Problem]]:
        """Read one picks file; raises `DigestError` when there is none."""
        ...

    def missing(self, edition_id: str) -> str:
        """Return what to say about an edition that there is none of, and what to do."""
        ...

    def read_lock(self, edition_id: str) -> tuple[Lock | None, list[Problem]]:
        """Read one lock file; None when there is none or it is damaged (then with problems)."""
        ...

    def change_lock(self, before: Lock | None, lock: Lock) -> bool:
        """Replace a lock file, whole or not at all, where it holds `before`, None for no file; return whether it did.

        A file that cannot be read holds nothing that it could be replaced for.
        """
        ...


class PicksFiles(Protocol):
    """The picks files as text, for whoever writes them anew."""

    def read_text(self, edition_id: str) -> tuple[str | None, list[Problem]]:
        """Read the text of one picks file, None where it cannot be read; raises `DigestError` when there is none."""
        ...

    def read_lock(self, edition_id: str) -> tuple[Lock | None, list[Problem]]:
        """Read one lock file; None when there is none or it is damaged (then with problems)."""
        ...

    def write_text(self, edition_id: str, text: str) -> None:
        """Replace a picks file, whole or not at all; who may read it stays as it was."""
        ...

    def change_text(self, edition_id: str, before: str, text: str) -> bool:
        """Replace a picks file where it still says `before`, in its own encoding; return whether it did."""
        ...

    def create(self, edition_id: str, text: str) -> None:
        """Write a picks file that is not there yet, whole or not at all; raises `DigestError` where it is."""
        ...


class Pages(Protocol):
    """The web, as far as picked pages and their pictures go."""

    def read(self, url: str) -> Article:
        """Read one page; raises `PageUnreadable`, whose message says why."""
        ...

    def read_picture(self, url: str, copies: bool) -> MadePicture:
        """Read how large a picture is, and make its `copies` if they are wanted; raises `PictureUnreadable`."""
        ...


class PictureFiles(Protocol):
    """The files of pictures that letters show, by names that say what is in them."""

    def keep(self, name: str, data: bytes) -> None:
        """Keep a file, whole or not at all; raises `PictureUnreadable` when it cannot be written."""
        ...

    def has(self, name: str) -> bool:
        """Return whether a file is there."""
        ...


class Sources(Protocol):
    """The newsroom's sources that are not pages, as far as picked pages go."""

    def find(self, url: str) -> Told | None:
        """Return what a source tells of the page at `url`, None when none knows it; raises `PageUnreadable`."""
        ...


@dataclass(frozen=True, slots=True)
class SourceList:
    """What a source published last, the newest first, by its name; `fault` says why it lists nothing, in words."""

    name: str
    articles: tuple[Listed, ...] = ()
    fault: str = ""


class SourceLists(Protocol):
    """The newsroom's sources, as far as they are asked what is new."""

    def names(self) -> list[str]:
        """List the names of all sources, in the order of the settings, each once."""
        ...

    def recent(self, names: Collection[str]) -> list[SourceList]:
        """Return what the sources of these names published last, in the order of the settings; raises nothing.

        Waits for a bounded time in all.
        """
        ...


class Liveness(Protocol):
    """The web, as far as it is asked whether a page is there."""

    def status(self, url: str) -> int:
        """Return what the site answers about a page (RFC 9110, 15), after redirects; 0 when it does not answer."""
        ...


class PageAnswers(Protocol):
    """What sites answered, for whoever only looks; statuses as in `Liveness`."""

    def last(self, url: str) -> int | None:
        """Return what was answered last about a page; None where it was never asked for."""
        ...

    def remember(self, url: str, status: int, now: datetime) -> None:
        """Remember an answer; raises nothing where that cannot be done."""
        ...


class Links(Protocol):
    """The web, as far as it is asked for the links of a letter."""

    def look(self, url: str) -> LinkAnswer:
        """Return what the site answers about a page; called from several threads at once."""
        ...


class LastSaves(Protocol):
    """Who saved an edition's file last on the desk."""

    def last_editor(self, edition_id: str, text: str) -> str | None:
        """Return who saved exactly this text last; None where nobody did, such as after a change by hand."""
        ...


class Approvals(Protocol):
    """Who approved which letter; kept for good."""

    def approve(self, edition_id: str, fingerprint: str, by: str, now: datetime) -> None:
        """Record that `by` approved exactly this letter."""
        ...

    def approve_audience(self, edition_id: str, recipients: int, by: str, now: datetime) -> None:
        """Record that `by` said that an edition may be for so many readers; see `Reports.known_audiences`."""
        ...

    def approvals(self, edition_id: str) -> list[Approval]:
        """List the approvals of an edition, oldest first, also those of letters that were changed since.

        Not what was approved in a name before it began anew (`digest.ports.editors.Passphrases`); who may approve by
        the settings of now is not looked at.
        """
        ...
