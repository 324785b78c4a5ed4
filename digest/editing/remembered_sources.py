"""Asks the newsroom's sources what they published last when somebody wants that, and keeps the answers for a while.

Sources are asked in a thread of its own, one round at a time: whoever looks at what they answered asks no site, and
waits for none. Nothing outlives the process; what was forgotten is asked for again.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Condition, Thread

from digest.ports.editorial import SourceList, SourceLists

KEPT = timedelta(minutes=30)
"""How long an answer counts as what a source publishes now."""
PAUSE = timedelta(minutes=1)
"""So soon no source is asked again, however often a button is pressed."""
PATIENCE_SECONDS = 4.0
"""How long whoever asks waits for the answers, most of which come sooner; then they look again."""


@dataclass(frozen=True, slots=True)
class SourcesRead:
    """How far the sources are read: `read_at` is when they were last, aware; None where that is too long ago.

    `unread` are the names of those that were not read then; `fault` says why none could be.
    """

    is_under_way: bool = False
    read_at: datetime | None = None
    unread: tuple[str, ...] = ()
    fault: str = ""


class RememberedSources:
    """What sources answered lately; see `digest.ports.editorial.SourceLists`.

    `sources` returns those of the settings of now. What fails beside the sources themselves, `complain` gets.
    """

    def __init__(
        self,
        sources: Callable[[], SourceLists],
        now: Callable[[], datetime],
        complain: Callable[[Exception], None] = lambda _error: None,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self._sources, self._now, self._complain = sources, now, complain
        self._patience_seconds = patience_seconds
        self._news = Condition()
        self._answers: dict[str, SourceList] = {}
        self._read_at: datetime | None = None
        self._fault = ""
        self._is_running = False

    def ask(self) -> None:
        """Ask all sources, unless that is under way or was done just now, and wait a moment for what they answer."""
        names, now = self.names(), self._now()
        with self._news:
            is_fresh = self._read_at is not None and now - self._read_at < PAUSE and self._answers.keys() >= set(names)
            if not self._is_running and not is_fresh:
                self._is_running = True
                Thread(target=self._run, name="asking sources", daemon=True).start()
        self.wait(self._patience_seconds)

    def state(self) -> SourcesRead:
        """Return how far the sources are read; asks none."""
        names, kept = self.names(), self._kept()
        with self._news:
            read_at = self._read_at if kept else None
            unread = tuple(name for name in names if name not in kept)
            return SourcesRead(self._is_running, read_at, unread, self._fault)

    def names(self) -> list[str]:
        """List the names of all sources, in the order of the settings, each once."""
        return self._sources().names()

    def recent(self, names: Collection[str]) -> list[SourceList]:
        """Return what the sources of these names answered lately; of those that were not asked nothing."""
        kept = self._kept()
        return [kept[name] for name in self.names() if name in names and name in kept]

    def wait(self, seconds: float) -> bool:
        """Wait until no source is being asked; return whether that is so."""
        with self._news:
            return self._news.wait_for(lambda: not self._is_running, seconds)

    def _kept(self) -> dict[str, SourceList]:
        now = self._now()
        with self._news:
            is_kept = self._read_at is not None and now - self._read_at < KEPT
            return dict(self._answers) if is_kept else {}

    def _run(self) -> None:
        answers, fault = dict[str, SourceList](), ""
        try:
            sources = self._sources()
            answers = {one.name: one for one in sources.recent(sources.names())}
        except Exception as error:  # noqa: BLE001 - whoever looks is told, and may ask again
            self._complain(error)
            fault = "they could not be read; the log of `digest serve` says where that failed"
        with self._news:
            self._answers, self._fault = answers, fault
            self._read_at, self._is_running = self._now() if answers else None, False
            self._news.notify_all()
