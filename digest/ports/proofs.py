"""The port to the proofs that were mailed: what each said, and whose links they had."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from digest.delivery.proofs import MailedProof, ProofCopy, ProofLink


class MailedProofs(Protocol):
    """Proofs, from when they are put into the mail queue."""

    def enqueue(self, key: str, proof: MailedProof, copies: Sequence[ProofCopy], expires_at: datetime) -> bool:
        """Put the copies of a proof into the mail queue, each with its editor's own link, and remember it.

        Unless `key` was enqueued before: return whether it was not. Both happen or neither does.
        """
        ...

    def last(self, edition_id: str) -> MailedProof | None:
        """Return the last proof of an edition; None when there was none."""
        ...

    def link(self, token: str) -> ProofLink | None:
        """Return what a token stands for, however old it is; None for one that is none."""
        ...

    def forget_before(self, before: datetime) -> None:
        """Forget the proofs that were mailed before an instant, and their links."""
        ...
