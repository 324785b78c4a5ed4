"""Post: hand over the single letters that wait, at once and one by one; what nobody took goes again, what nobody heard of does not."""

import random
from datetime import timedelta

from digest.delivery.mail import TakenLetter
from digest.delivery.retry import Again, Reply, Verdict, Write, decide
from digest.delivery.statuses import Status
from digest.errors import DigestError
from digest.ports import Clock, Letters, Postbox

AGAIN_SECONDS = 60.0
"""A refusal of everything (a wrong key) is tried again after so long, until the letter is of no use any more."""


def post(letters: Letters, postbox: Postbox, clock: Clock) -> int:
    """Hand over every letter that is due; returns how many were tried."""
    tried = 0
    while taken := letters.take(clock.now()):
        tried += 1
        reply = _hand_over(taken, postbox)
        now = clock.now()
        decision = decide(reply, taken.tries, now, taken.expires_at, random.random())  # noqa: S311 - spreads delays, keeps no secret
        if isinstance(decision, Write):
            letters.end(taken.number, decision.answer.status, decision.answer.reason)
            continue
        delay = timedelta(seconds=decision.delay_seconds if isinstance(decision, Again) else AGAIN_SECONDS)
        if now + delay >= taken.expires_at:
            letters.end(taken.number, Status.FAILED, reply.reason)
        else:
            letters.again(taken.number, reply.reason, now + delay)
    return tried


def _hand_over(taken: TakenLetter, postbox: Postbox) -> Reply:
    try:
        return postbox.post(taken.letter)
    except DigestError as fault:  # it could not even be written
        return Reply(Verdict.PERMANENT, str(fault))
    except Exception as error:  # noqa: BLE001 - whatever a postbox raises, nobody knows what became of the letter
        return Reply(Verdict.UNKNOWN, f"the hand-over broke off ({type(error).__name__})")
