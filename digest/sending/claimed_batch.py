"""A batch in the hands of this process: which parts of it are still to go, and what became of the others."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from digest.delivery.batch import Claim, Recipient
from digest.delivery.parts import Part, split
from digest.delivery.statuses import Outcomes, Status


@dataclass(slots=True, eq=False)
class ClaimedBatch:
    """One batch, from its claim until everybody in it has an outcome; whoever once has one is not asked about again.

    `tries` counts how often it was begun. `parts` wait for their turn; `unwritten` are outcomes the log does not have.
    """

    claim: Claim
    tries: int = 0
    parts: deque[Part] = field(default_factory=deque)
    unwritten: dict[int, tuple[Status, str]] = field(default_factory=dict)
    _settled: set[int] = field(default_factory=set)

    @property
    def left(self) -> list[int]:
        """Return the readers without an outcome, ascending."""
        return [reader for reader in self.claim.readers if reader not in self._settled]

    def begin(self, recipients: Sequence[Recipient]) -> None:
        """Begin a try with those who may be written to now."""
        self.tries += 1
        self.parts = deque(split(recipients))

    def settle(self, outcomes: Outcomes) -> None:
        """Keep what became of readers until it is written."""
        self.unwritten |= outcomes
        self._settled |= outcomes.keys()

    def drop(self, readers: Iterable[int]) -> None:
        """Leave out readers whose outcome the log has already."""
        self._settled |= set(readers)

    def take_unwritten(self) -> dict[int, tuple[Status, str]]:
        """Return the outcomes that the log does not have, for it to write."""
        taken, self.unwritten = self.unwritten, {}
        return taken
