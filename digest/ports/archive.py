"""Ports to what everybody may see of editions: which began to go out, and which pictures there are copies of."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import NamedTuple, Protocol

from digest.delivery.revision import MAILED, Revision


class BegunEdition(NamedTuple):
    """An edition of which at least one batch was handed over.

    `fingerprint` is that of the letters that were mailed, kept for good; `revisions` are what was changed since.
    """

    id: str
    fingerprint: str
    began_at: datetime
    revisions: tuple[Revision, ...] = ()

    @property
    def revision(self) -> int:
        """Return the number of the revision that everybody may see."""
        return self.revisions[-1].number if self.revisions else MAILED

    @property
    def changed_at(self) -> datetime:
        """Return when it was changed last, or began to go out."""
        return max(self.began_at, *(one.at for one in self.revisions)) if self.revisions else self.began_at


class BegunEditions(Protocol):
    """The editions that everybody may see."""

    def begun(self) -> Sequence[BegunEdition]:
        """Return the editions that began to go out and that nobody cancelled, the newest first."""
        ...


class OwnPictures(Protocol):
    """The files of pictures that letters show."""

    def has(self, name: str) -> bool:
        """Return whether a file is there."""
        ...


class SiteFolder(Protocol):
    """A folder that becomes a site of plain files."""

    def alone(self) -> AbstractContextManager[None]:
        """Keep other exports out of the folder meanwhile; raises `DigestError` where one is at work."""
        ...

    def write(self, path: str, body: bytes) -> bool:
        """Write a file, whole or not at all; return False where it was there already, just so. Raises `DigestError`."""
        ...

    def keep(self, paths: Collection[str]) -> int:
        """Delete what was written before and is not among `paths`; return how many; raises `DigestError`."""
        ...
