"""Reads the pages of editions that editors work on, behind their backs: one edition after another, one at a time.

Nothing is kept of what was asked: after a restart it is asked again, and what was read is in the lock.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from threading import Condition, Thread

from digest.editing.watched_pages import WatchedPages
from digest.errors import DigestError
from digest.ports.editorial import Pages

MOST_WAITING = 20
"""So many editions may wait; whoever asks for one more asks again later."""


@dataclass(frozen=True, slots=True)
class ReadingState:
    """How far the pages of an edition are: `is_under_way` while they wait or are read.

    `reading` are those that are being read at this moment, `failed` maps those that could not be to why; `fault` says
    why none could be.
    """

    is_under_way: bool = False
    reading: Collection[str] = frozenset()
    failed: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""


class PageReading:
    """Reads pages in a thread of its own, which ends when nothing is left to read.

    `read` reads those of one edition that were not read yet into its lock, by the pages it is given. What it fails with
    beside a `DigestError`, `complain` gets.
    """

    def __init__(
        self,
        pages: Callable[[], Pages],
        read: Callable[[str, Pages], object],
        complain: Callable[[Exception], None] = lambda _error: None,
    ) -> None:
        self._pages, self._read, self._complain = pages, read, complain
        self._news = Condition()
        self._waiting: list[str] = []
        self._now = ""
        self._watched: WatchedPages | None = None
        self._ended: dict[str, ReadingState] = {}
        self._is_running = False

    def ask(self, edition_id: str) -> bool:
        """Ask for the pages of an edition to be read; return whether they will be."""
        with self._news:
            if edition_id not in self._waiting:
                if len(self._waiting) >= MOST_WAITING:
                    return False
                self._waiting.append(edition_id)
            if not self._is_running:
                self._is_running = True
                Thread(target=self._run, name="reading pages", daemon=True).start()
        return True

    def state(self, edition_id: str) -> ReadingState:
        """Return how far the pages of an edition are."""
        with self._news:
            ended = self._ended.get(edition_id, ReadingState())
            if edition_id == self._now:
                watched = self._watched
                return ReadingState(True, watched.reading, watched.failed) if watched else ReadingState(True)
            return ReadingState(True, (), ended.failed) if edition_id in self._waiting else ended

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is left to read; return whether that is so."""
        with self._news:
            return self._news.wait_for(lambda: not self._is_running, seconds)

    def _run(self) -> None:
        while edition_id := self._next():
            fault = self._fault_of(edition_id)
            with self._news:
                self._ended[edition_id] = ReadingState(False, (), self._watched.failed if self._watched else {}, fault)
                self._now = ""

    def _fault_of(self, edition_id: str) -> str:
        """Read the pages of an edition; return why they could not be."""
        try:
            watched = WatchedPages(self._pages())
            with self._news:
                self._watched = watched
            self._read(edition_id, watched)
        except DigestError as error:
            return str(error)
        except Exception as error:  # noqa: BLE001 - the next edition is read all the same
            self._complain(error)
            return "the pages could not be read; the log of `digest serve` says where that failed"
        return ""

    def _next(self) -> str:
        with self._news:
            self._now, self._watched = self._waiting.pop(0) if self._waiting else "", None
            if not self._now:
                self._is_running = False
                self._news.notify_all()
            return self._now
