"""What a bounce that SendGrid tells of means: only a permanent failure of that very mailbox is a hard one. Pure.

SendGrid tells it in up to four ways, which need not agree: a type, the receiving server's status (RFC 3463) and answer
(RFC 5321), and a class that SendGrid makes of the answer. Sources (read 2026-11):
https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event (types),
https://docs.sendgrid.com/ui/analytics-and-reporting/bounce-and-block-classifications and the OpenAPI file of the
suppressions (classes), https://www.iana.org/assignments/smtp-enhanced-status-codes (statuses).
"""

import re
from enum import Enum
from typing import NamedTuple

from digest.delivery.events import Kind

_TYPES = {"bounce": Kind.BOUNCED, "blocked": Kind.BLOCKED, "expired": Kind.BLOCKED}
"""`expired`: 72 hours of deferrals, after which SendGrid lists the address as blocked, not as bounced."""


class _Sign(Enum):
    """What one of the words says of the mailbox."""

    DEAD = "it is gone for good"
    FOR_NOW = "not now"
    OTHER = "something else is to blame"
    SILENT = "nothing"
    UNKNOWN = "a word that is not known"


_CLASSES = {
    "": _Sign.SILENT,
    "unclassified": _Sign.SILENT,
    "invalid address": _Sign.DEAD,
    "mailbox unavailable": _Sign.FOR_NOW,  # full, suspended, for a while not there
    "content": _Sign.OTHER,
    "reputation": _Sign.OTHER,
    "technical": _Sign.OTHER,
    "technical failure": _Sign.OTHER,
    "frequency/volume": _Sign.FOR_NOW,
    "frequency or volume": _Sign.FOR_NOW,
    "frequency or volume too high": _Sign.FOR_NOW,
}
_STATUSES: dict[tuple[str, str], _Sign] = {
    ("0", "0"): _Sign.SILENT,
    ("1", "5"): _Sign.SILENT,  # the address is valid
    ("1", "7"): _Sign.OTHER,  # the sender's address
    ("1", "8"): _Sign.OTHER,
    ("1", "9"): _Sign.OTHER,  # the next server is
    ("2", "0"): _Sign.SILENT,
    ("2", "1"): _Sign.DEAD,  # disabled
}
"""Permanent failures by subject and detail, where the subject alone does not decide."""
_SUBJECTS = {"0": _Sign.SILENT, "1": _Sign.DEAD, **dict.fromkeys("234567", _Sign.OTHER)}
"""Permanent failures by subject: address, mailbox (full, mail too long), system, network, protocol, content, policy."""
_REPLIES = {"552": _Sign.OTHER}
"""Permanent failures by an answer without a status: 552 is a full mailbox, the others are used for anything."""
_STATUS = re.compile(r"[245](\.\d{1,3}\.\d{1,3}|\d\d)", re.ASCII)
"""A status, or an answer's number in its place."""
_ANSWER = re.compile(r"([245]\d\d)(?:[ -]+([245]\.\d{1,3}\.\d{1,3}))?(?!\S)", re.ASCII)
"""How a server's answer begins: `552 5.2.2 The mailbox is over quota`."""


_LONGEST = 100
"""What is not known is kept in a column of this length."""


class BounceWords(NamedTuple):
    """What SendGrid says of a bounce, each in small letters and as short as it may be kept; empty when it is not said.

    `reason` is the receiving server's answer.
    """

    type: str = ""
    status: str = ""
    classification: str = ""
    reason: str = ""


def bounce_kind(words: BounceWords) -> tuple[Kind, str]:
    """Return what a bounce is, and what of its words is not known, in words; empty when all is.

    A temporary status is never a dead mailbox; then SendGrid's class counts, then the status, then the type alone. Any
    word that is not known, and no type, take the type's own word from it.
    """
    status, classed = _status_sign(words), _CLASSES.get(words.classification, _Sign.UNKNOWN)
    unknown = []
    if words.type not in _TYPES:
        unknown.append(f"of type `{words.type}`" if words.type else "without a type")
    if classed is _Sign.UNKNOWN:
        unknown.append(f"of class `{words.classification}`")
    if status is _Sign.UNKNOWN:
        unknown.append(f"with status `{words.status}`")
    kind = _kind(words.type, status, classed)
    if kind is Kind.BOUNCED and not words.type:
        unknown.remove("without a type")  # the other words were enough
    return kind, f"bounce {' '.join(unknown)}"[:_LONGEST] if unknown else ""


def _kind(type_: str, status: _Sign, classed: _Sign) -> Kind:
    """Return what a bounce is by what its words say of the mailbox."""
    if (type_ and _TYPES.get(type_) is not Kind.BOUNCED) or status is _Sign.FOR_NOW:
        return Kind.BLOCKED
    said = status if classed in {_Sign.SILENT, _Sign.UNKNOWN} else classed
    if said is _Sign.SILENT and type_ and classed is not _Sign.UNKNOWN:
        return _TYPES[type_]
    return Kind.BOUNCED if said is _Sign.DEAD else Kind.BLOCKED


def _status_sign(words: BounceWords) -> _Sign:
    """Return what the status says, and where it says nothing or is missing, the answer."""
    sign = _sign(words.status)
    if sign is _Sign.SILENT and (answer := _ANSWER.match(words.reason)):
        reply, status = answer.groups()
        return _sign(status or reply)
    return sign


def _sign(status: str) -> _Sign:
    if not _STATUS.fullmatch(status):
        return _Sign.UNKNOWN if status else _Sign.SILENT
    if not status.startswith("5"):
        return _Sign.FOR_NOW if status.startswith("4") else _Sign.UNKNOWN
    if "." not in status:
        return _REPLIES.get(status, _Sign.SILENT)
    _, subject, detail = status.split(".")
    return _STATUSES.get((subject, detail), _SUBJECTS.get(subject, _Sign.UNKNOWN))
