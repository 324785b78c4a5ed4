"""How many parts of batches are in flight at once: as many as keep this process busy, and no more. Pure."""

FIRST = 10
"""So many at first: each that is in flight when this machine dies ends as uncertain."""


class InFlightLimit:
    """Follows the times of the answers, from `FIRST` up to `most`.

    While answers are waited for, more could have been handed over: as many as this process makes in the time that it
    waited. An answer other than "accepted" takes the room back, for whoever is in trouble is not pressed harder.
    """

    def __init__(self, most: int) -> None:
        self._first, self._most = min(FIRST, most), most
        self.limit = self._first
        self._busy_seconds, self._answers = 0.0, 0

    def answered(self, accepted: bool, waited_seconds: float, busy_seconds: float) -> None:
        """Take note of an answer: how long it was waited for, and how long this process worked since the one before."""
        if not accepted:
            self.limit = self._first
            return
        self._busy_seconds += max(busy_seconds, 0.0)
        self._answers += 1
        if self._busy_seconds > 0:
            more = waited_seconds * self._answers / self._busy_seconds
            self.limit = min(self.limit + max(int(more), 0), self._most)
