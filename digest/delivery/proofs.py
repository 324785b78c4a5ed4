"""A proof that is mailed: the edition as it was then, its copies, links that give an editor's word. Values only.

A link is a random token in a mail to one editor. It stands for exactly the letter that the mail shows: its fingerprint.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.delivery.mail import TransactionalMail
from digest.edition.proof_record import ProofRecord

LINK_LIVES = timedelta(hours=48)
_CLOCKS_DIFFER = timedelta(minutes=10)
"""By so much the clocks of two machines that serve one newsroom may."""


@dataclass(frozen=True, slots=True)
class MailedProof:
    """One proof of an edition, when it was mailed and to how many, and what it said was changed since the one before.

    `record` is None where an older version of the program wrote it.
    """

    edition: str
    fingerprint: str
    at: datetime
    copies: int
    record: ProofRecord | None
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProofCopy:
    """One mail of a proof; `editor` is whose link with the secret `token` it has, both empty for a copy without.

    The letter is made with the token in its place: what would be put there afterwards could be written by somebody
    else into an address of the letter, and lead the token there.
    """

    mail: TransactionalMail
    editor: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class ProofLink:
    """What a token stands for: the proof that it was mailed with, and the name of its editor."""

    proof: MailedProof
    editor: str

    def is_alive(self, now: datetime) -> bool:
        """Return whether its time has not passed; nor is one alive that would have been made in the future."""
        return -_CLOCKS_DIFFER <= now - self.proof.at < LINK_LIVES
