"""Proofs that were mailed, on SQL: put into the mail queue and remembered in one transaction.

So a proof that is remembered was mailed, and a link that opens something is in nobody's hands but its editor's: of a
token only the hash is kept, which no stolen database turns back into one (it has 128 random bits).
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, Row, delete, insert, select

from digest.delivery.proofs import MailedProof, ProofCopy, ProofLink
from digest.edition.proof_record import from_json, to_json
from digest.storage.mail_queue import SqlMailQueue
from digest.storage.proof_tables import mailed_proof, proof_link
from digest.storage.timestamps import stamp


class SqlMailedProofs:
    """The proofs of one newsroom; see `digest.ports.proofs.MailedProofs`."""

    def __init__(self, engine: Engine, queue: SqlMailQueue) -> None:
        self._engine, self._queue = engine, queue
        self._reading = engine.execution_options(reading=True)

    def enqueue(self, key: str, proof: MailedProof, copies: Sequence[ProofCopy], expires_at: datetime) -> bool:
        """Put the copies of a proof into the mail queue and remember it, unless `key` was enqueued before."""
        mails, links = [copy.mail for copy in copies], {copy.token: copy.editor for copy in copies if copy.token}
        with self._engine.begin() as connection:
            if not self._queue.enqueue_in(connection, key, mails, proof.at, expires_at):
                return False
            self._remember(connection, proof, links)
        return True

    def _remember(self, connection: Connection, proof: MailedProof, editors: Mapping[str, str]) -> None:
        row = {
            "edition": proof.edition,
            "fingerprint": proof.fingerprint,
            "at": stamp(proof.at),
            "copies": proof.copies,
            "record": to_json(proof.record) if proof.record else "",
            "changes": json.dumps(proof.changes, ensure_ascii=False),
        }
        number = connection.execute(insert(mailed_proof).values(row)).inserted_primary_key[0]  # type: ignore[index]
        links = [{"hash": _hash(token), "proof": number, "editor": editor} for token, editor in editors.items()]
        if links:
            connection.execute(insert(proof_link), links)

    def last(self, edition_id: str) -> MailedProof | None:
        """Return the last proof of an edition; None when there was none."""
        wanted = select(mailed_proof).where(mailed_proof.c.edition == edition_id)
        with self._reading.connect() as connection:
            found = connection.execute(wanted.order_by(mailed_proof.c.number.desc()).limit(1)).first()
        return _as_proof(found) if found else None

    def link(self, token: str) -> ProofLink | None:
        """Return what a token stands for, however old it is; None for one that is none.

        The hash is looked up, so that how long it takes tells nothing about how near a guess is.
        """
        found = select(mailed_proof, proof_link.c.editor).join(proof_link, proof_link.c.proof == mailed_proof.c.number)
        with self._reading.connect() as connection:
            row = connection.execute(found.where(proof_link.c.hash == _hash(token))).first()
        return ProofLink(_as_proof(row), row.editor) if row else None

    def forget_before(self, before: datetime) -> None:
        """Forget the proofs that were mailed before an instant, and their links."""
        old = select(mailed_proof.c.number).where(mailed_proof.c.at < stamp(before))
        with self._reading.connect() as connection:
            if connection.scalar(old.limit(1)) is None:
                return
        with self._engine.begin() as connection:
            connection.execute(delete(proof_link).where(proof_link.c.proof.in_(old)))
            connection.execute(delete(mailed_proof).where(mailed_proof.c.at < stamp(before)))


def _as_proof(row: Row[tuple[object, ...]]) -> MailedProof:
    return MailedProof(
        edition=row.edition,
        fingerprint=row.fingerprint,
        at=datetime.fromisoformat(row.at),
        copies=row.copies,
        record=from_json(row.record),
        changes=tuple(json.loads(row.changes)),
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
