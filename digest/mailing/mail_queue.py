"""The mail queue: transactional mails are handed over one by one, each as soon as it is due.

What was not accepted goes again; what may have been accepted (no answer came) does not.
"""

import random
from datetime import datetime, timedelta

from digest.delivery.mail import ClaimedMail
from digest.delivery.retry import Retry, TransportResult, Verdict, Write, decide
from digest.delivery.statuses import Status
from digest.errors import DigestError
from digest.ports.delivery import Transport
from digest.ports.mail import MailQueue
from digest.ports.process import Clock

RETRY_SECONDS = 60.0
"""A refusal of everything (a wrong key) is tried again after so long, until the mail is of no use any more."""

REMEMBERED = timedelta(days=40)
"""How long a mail that has ended is known: longer than anything asks whether it was told already."""


def deliver_due(queue: MailQueue, transport: Transport, clock: Clock) -> int:
    """Hand over every mail that is due; return how many were tried."""
    tried = 0
    while claimed := queue.claim(clock.now(), repeats=transport.repeats):
        tried += 1
        result = _hand_over(claimed, transport)
        now = clock.now()
        chance = random.random()  # noqa: S311 - spreads delays, keeps no secret
        decision = decide(result, claimed.tries, now, claimed.expires_at, chance)
        if isinstance(decision, Write):
            queue.finish(claimed, decision.batch_result.status, decision.batch_result.reason)
            continue
        delay = timedelta(seconds=decision.delay_seconds if isinstance(decision, Retry) else RETRY_SECONDS)
        if now + delay >= claimed.expires_at:
            queue.finish(claimed, Status.FAILED, result.reason)
        else:
            queue.requeue(claimed, result.reason, now + delay)
    return tried


def forget_ended(queue: MailQueue, now: datetime) -> None:
    """Forget the mails that ended and that nothing asks about any more."""
    queue.forget_ended(now - REMEMBERED)


def _hand_over(claimed: ClaimedMail, transport: Transport) -> TransportResult:
    try:
        return transport.send_mail(claimed.mail)
    except DigestError as fault:  # it could not even be written
        return TransportResult(Verdict.PERMANENT, str(fault))
    except Exception as error:  # noqa: BLE001 - whatever a transport raises, nobody knows what became of the mail
        verdict = Verdict.REPEAT if transport.repeats else Verdict.UNKNOWN
        return TransportResult(verdict, f"the hand-over broke off ({type(error).__name__})")
