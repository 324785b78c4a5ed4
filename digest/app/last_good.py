"""digest.toml as the schedule goes by it: read anew at every look, and as it was last in order while it has faults.

What an editor saves half-way must stop no letter that was ready before. Where the database and the keys lie is settled
when a process begins: two processes that write into two databases would send two letters.
"""

from pathlib import Path
from threading import Lock

from digest.app.container import Newsroom
from digest.errors import DigestError
from digest.settings.faults import FILE

_ELSEWHERE = (
    f"{FILE}: [database] or [keys] names another place than when this program was started; put it back, or stop "
    "`digest serve` and `digest schedule` and start them again"
)


class LastGood:
    """Opens one newsroom again and again; `fault` is what is wrong with its settings now, in words, or empty."""

    def __init__(self, folder: Path, began: Newsroom | None = None) -> None:
        """Open the newsroom in `folder`; `began` is as it was opened before, whose settings were in order."""
        self._folder, self._environment = folder, began.environment if began else None
        self._lock = Lock()  # the jobs of a schedule run side by side
        self._good: str | None = began.text if began else None
        self._places: object = _places(began) if began else None
        self.fault = ""

    def open(self) -> Newsroom:
        """Open the newsroom as its settings are, or as they were last in order.

        Raises `DigestError` when they never were since this process began.
        """
        with self._lock:
            try:
                newsroom = self._open_as_it_is()
            except DigestError as error:
                if self._good is None:
                    raise
                self.fault = str(error)
                return Newsroom(self._folder, self._environment, self._good)
            self.fault, self._good = "", newsroom.text
            return newsroom

    def _open_as_it_is(self) -> Newsroom:
        newsroom = Newsroom(self._folder, self._environment)
        places = _places(newsroom)
        if self._places not in (None, places):
            raise DigestError(_ELSEWHERE)
        self._places = places
        return newsroom


def _places(newsroom: Newsroom) -> object:
    return newsroom.settings.database, newsroom.settings.keys
