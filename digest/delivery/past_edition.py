"""A past edition in counts: what became of its letters, how large the list was, and who left after it. Pure.

Never a reader: each is a whole count of an edition, as `digest status` and the mailed report show it, and no count is
parted by language, zone or day.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from digest.delivery.counts import Report
from digest.delivery.events import Kind
from digest.delivery.standing import Standing, standing_of_begun

OFF_THE_LIST = frozenset({"not_confirmed", "unsubscribed", "suppressed", "erased"})
"""Why somebody who is left out of an audience is not on the list; for any other reason they are on it."""


@dataclass(frozen=True, slots=True)
class PastEdition:
    """An edition that began to go out.

    `listed` is how many readers were on the list when it began: confirmed, and their address not suppressed, also those
    who paused. `left` counts who left from then until the next letter began, or until now. `subject` is that of the
    letter in the newsroom's own language, empty where none was kept; `is_public` says whether it has a page that
    everybody may see.
    """

    report: Report
    listed: int
    left: int
    subject: str = ""
    is_public: bool = False

    @property
    def standing(self) -> Standing:
        """Return where it stands, in one word."""
        return standing_of_begun(self.report)

    def told(self, kind: Kind) -> int | None:
        """Count the readers of whom events of a kind came; None where no event of any kind did: then nobody knows."""
        return self.report.later.get(kind.value, 0) if self.report.later else None


def listed(recipients: int, left_out: Mapping[str, int]) -> int:
    """Return how many readers were on the list of an audience: its recipients, and who is left out and yet on it."""
    return recipients + sum(readers for reason, readers in left_out.items() if reason not in OFF_THE_LIST)
