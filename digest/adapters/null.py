"""The null transport: takes every letter and keeps none; for rehearsals and measurements."""

from digest.delivery.model import Answer, Batch


class Nowhere:
    """Says yes to every batch."""

    def hand_over(self, _batch: Batch) -> Answer:
        """Accept everybody."""
        return Answer()
