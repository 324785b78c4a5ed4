"""Mails proofs: to each editor a copy of their own, with a button that gives their own word where they may approve.

The letters in other languages are mails of their own behind it, each with a notice of a few lines: a phone shows one
letter well and two in one mail badly. They go along with a proof that the schedule mails only when something of the
letters was changed since the one before.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from digest.delivery.mail import Letter, TransactionalMail
from digest.delivery.proofs import MailedProof, ProofCopy
from digest.delivery.statuses import Status
from digest.editing.proof import Looked, MadeProof, Proofs
from digest.editing.readiness import Readiness
from digest.edition.editor import APPROVE, Editor
from digest.errors import DigestError
from digest.mailing.editor_mail import USEFUL
from digest.ports.mail import MailQueue
from digest.ports.process import Clock
from digest.ports.proofs import MailedProofs

PATH = "/proof"
"""Below it are the pages of editors' own links, each ending in its token."""
_TOKEN_BYTES = 16
ONLY_YOURS = "You asked for this proof at the desk, and nobody else has it. Its links were not tried."


@dataclass(frozen=True, slots=True)
class Mailed:
    """To how many addresses a proof was mailed, and in how many mails."""

    addresses: int
    mails: int


@dataclass(frozen=True, slots=True)
class ProofMail:
    """Mails the proofs of one newsroom; `deliver` hands over what waits in the mail queue."""

    proofs: Proofs
    mailed: MailedProofs
    queue: MailQueue
    editors: Mapping[str, Editor]
    deliver: Callable[[], int]
    clock: Clock

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return where proofs go by themselves: each address of an editor once, in the order of the settings."""
        return tuple(dict.fromkeys(editor.address for editor in self.editors.values()))

    def addresses_or(self, to: Sequence[str]) -> Sequence[str]:
        """Return `to`, or the editors' addresses where it names none; raises `DigestError` when there are none."""
        addresses = to or self.addresses
        if not addresses:
            raise DigestError(
                "there is nobody to mail the proof to; name an editor in digest.toml, as [editors.anna], "
                "or add --to ADDRESS"
            )
        return addresses

    def mail(self, looked: Looked, to: Sequence[str]) -> tuple[int, Mailed]:
        """Mail the proof of an edition to the addresses `to` at once; return how many mails were accepted, of what.

        What was not accepted stays in the queue. Raises `InputProblems` when the file cannot be read.
        """
        key = f"proof-by-hand:{looked.found.edition_id}:{self.clock.now().isoformat()}"
        mailed = self.enqueue(looked, key, to=to, always_all=True)
        self.deliver()
        return self.queue.counts(key).get(Status.ACCEPTED, 0), mailed

    def enqueue_for(self, found: Readiness, editor: Editor) -> None:
        """Put the proof of an edition as it is now into the mail queue for one editor alone, at most once a minute.

        No site is asked for its links, so nobody waits. Raises `InputProblems` when the file cannot be read.
        """
        key = f"proof-for:{editor.name}:{found.edition_id}:{self.clock.now():%Y-%m-%dT%H:%M}"
        self.enqueue(Looked(found), key, ONLY_YOURS, to=[editor.address], always_all=True)

    def enqueue(
        self, looked: Looked, key: str, words: str = "", *, to: Sequence[str] = (), always_all: bool = False
    ) -> Mailed:
        """Put the proof of an edition into the mail queue, unless `key` was enqueued before.

        To the addresses `to`, or to all editors. `words` are said first. `always_all` mails the other languages also
        when nothing was changed. Raises `InputProblems` when the file cannot be read.
        """
        edition_id, now = looked.found.edition_id, self.clock.now()
        made = self.proofs.make(looked, words)
        last = self.mailed.last(edition_id)
        is_known = last is not None and last.fingerprint == made.record.fingerprint
        others = made.others if always_all or not is_known else ()
        addresses = to or self.addresses
        copies = [copy for address in addresses for copy in self._copies(made, address, others)]
        fingerprint = made.record.fingerprint
        proof = MailedProof(edition_id, fingerprint, now, len(addresses), made.record, made.changes)
        self.mailed.enqueue(key, proof, copies, now + USEFUL)
        return Mailed(len(addresses), len(copies))

    def _copies(self, made: MadeProof, address: str, others: Sequence[Letter]) -> list[ProofCopy]:
        editor = self._who_may_approve(address) if made.record.fingerprint else ""
        own_pages = self.proofs.builder.publication.base_url
        token = secrets.token_urlsafe(_TOKEN_BYTES) if editor else ""
        first = made.letter(f"{own_pages}{PATH}/{token}" if editor else "")
        return [
            ProofCopy(_mail(address, first), editor, token),
            *(ProofCopy(_mail(address, other)) for other in others),
        ]

    def _who_may_approve(self, address: str) -> str:
        """Return the name of the first editor at an address who may approve; empty where nobody is."""
        there = (one for one in self.editors.values() if one.address == address and APPROVE in one.may)
        return next((one.name for one in there), "")


def _mail(address: str, letter: Letter) -> TransactionalMail:
    return TransactionalMail(address, letter.subject, letter.text, letter.html, letter.variant.language)
