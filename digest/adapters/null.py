"""The null transport: takes every letter and keeps none; for rehearsals and measurements."""

from digest.delivery.model import Batch
from digest.delivery.retry import Reply, Verdict


class Nowhere:
    """Says yes to every batch."""

    def hand_over(self, _batch: Batch) -> Reply:
        """Accept everybody."""
        return Reply(Verdict.ACCEPTED)
