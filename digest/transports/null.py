"""The null transport: takes every letter and keeps none; for rehearsals and measurements."""

from digest.delivery.batch import Batch
from digest.delivery.mail import TransactionalMail
from digest.delivery.retry import TransportResult, Verdict


class NullTransport:
    """Accepts whatever it is given."""

    repeats = True  # it keeps nothing

    def hand_over(self, _batch: Batch) -> TransportResult:
        """Accept everybody."""
        return TransportResult(Verdict.ACCEPTED)

    def send_mail(self, _mail: TransactionalMail) -> TransportResult:
        """Accept it."""
        return TransportResult(Verdict.ACCEPTED)
