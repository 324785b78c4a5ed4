"""The null transport: takes every letter and keeps none; for rehearsals and measurements."""

from digest.delivery.batch import Batch
from digest.delivery.mail import SingleLetter
from digest.delivery.retry import Reply, Verdict


class Nowhere:
    """Says yes to every batch."""

    def hand_over(self, _batch: Batch) -> Reply:
        """Accept everybody."""
        return Reply(Verdict.ACCEPTED)

    def post(self, _letter: SingleLetter) -> Reply:
        """Accept it."""
        return Reply(Verdict.ACCEPTED)
