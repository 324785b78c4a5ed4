"""A transport that takes everything; those that remember, refuse or lie are made from it."""

from digest.delivery.batch import Batch
from digest.delivery.mail import TransactionalMail
from digest.delivery.retry import TransportResult, Verdict


class FakeTransport:
    """Says yes to every batch and every mail."""

    def hand_over(self, _batch: Batch, /) -> TransportResult:
        return TransportResult(Verdict.ACCEPTED)

    def send_mail(self, _mail: TransactionalMail, /) -> TransportResult:
        return TransportResult(Verdict.ACCEPTED)
