"""The states of a delivery, a batch and an edition. Values only."""

from collections.abc import Mapping
from enum import StrEnum


class Status(StrEnum):
    """What became of one delivery: one edition to one reader."""

    PENDING = "pending"  # in the audience, in no batch yet
    CLAIMED = "claimed"  # in a batch that a runner is working on
    ACCEPTED = "accepted"  # the ESP said yes
    REFUSED = "refused"  # the ESP turned this reader down
    FAILED = "failed"  # it was never accepted, and trying again is no use
    UNCERTAIN = "uncertain"  # the other side may have it; never sent again blindly
    EXCLUDED = "excluded"  # not to be written to, with a reason


Outcomes = Mapping[int, tuple[Status, str]]
"""What became of single readers, by number, and why."""


class BatchState(StrEnum):
    """How far one batch has come.

    From the answer on, the status of all of its readers without an outcome of their own.
    """

    CLAIMED = "claimed"  # a runner has it; nothing was handed over
    ATTEMPTED = "attempted"  # written, and synced to disk, before the hand-over
    ACCEPTED = "accepted"
    REFUSED = "refused"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


class EditionState(StrEnum):
    """How far an edition has come."""

    SENDING = "sending"
    PAUSED = "paused"  # by a person, or by the program when handing over makes no sense
    CANCELLED = "cancelled"  # by a person; whoever had not got it will not
    SENT = "sent"


UNDER_WAY = frozenset({EditionState.SENDING, EditionState.PAUSED})
"""The states in which somebody may still get an edition."""


class Resolution(StrEnum):
    """What a person decides about uncertain deliveries, when no event settles them."""

    ACCEPTED = "accepted"  # all of them arrived
    SEND_AGAIN = "send-again"  # none of them did
