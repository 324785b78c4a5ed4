"""Proofs that were mailed: remembered with their mails or not at all, and of a link nothing that opens it."""

import re
import secrets
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from digest.app.container import Newsroom
from digest.app.paths import DATABASE
from digest.delivery.mail import TransactionalMail
from digest.delivery.proofs import LINK_LIVES, MailedProof, ProofCopy, ProofLink
from digest.edition.proof_record import ProofRecord
from digest.mailing.mail_queue import deliver_due
from tests.standins.sample import EDITION, NOW
from tests.standins.time import Mailbag, SetClock

PROOF = MailedProof(EDITION, "f" * 64, NOW, 2, ProofRecord("f" * 64, "A vote", "", "", ""), ("subject: “A vote”",))
LATER = NOW + timedelta(hours=24)
TOKEN = re.compile(r"/proof/([\w-]+)")


def copies(*editors: str) -> list[ProofCopy]:
    """Return a copy for each editor, and one without a link for an empty name."""
    return [_copy(editor, secrets.token_urlsafe(16) if editor else "") for editor in editors]


def _copy(editor: str, token: str) -> ProofCopy:
    words = f"https://letter.example/proof/{token}\n" if token else "no link\n"
    mail = TransactionalMail(f"{editor or 'x'}@lantern.example", "S", words, f"<p>{words}</p>", "en")
    return ProofCopy(mail, editor, token)


def mailed(newsroom: Newsroom, key: str, *editors: str, proof: MailedProof = PROOF) -> dict[str, str]:
    """Mail a proof and return the token that each address was mailed."""
    assert newsroom.mailed_proofs.enqueue(key, proof, copies(*editors), LATER)
    bag = Mailbag(SetClock(NOW))
    deliver_due(newsroom.mail_queue, bag, SetClock(NOW))
    found = zip(bag.singles, bag.texts, strict=True)
    return {to.partition("@")[0]: match[1] for (to, _), words in found if (match := TOKEN.search(words))}


def test_each_editor_has_a_link_of_their_own_and_whoever_has_none_gets_no_other(newsroom: Newsroom) -> None:
    tokens = mailed(newsroom, "proof:1", "anna", "boris", "")
    assert set(tokens) == {"anna", "boris"}
    for name in ("anna", "boris"):
        assert newsroom.mailed_proofs.link(tokens[name]) == ProofLink(PROOF, name)


def test_nothing_of_a_letter_becomes_a_link_of_an_editors_own(newsroom: Newsroom) -> None:
    """Whatever stands in its addresses: a mail goes out as it was made."""
    made = copies("anna")
    assert newsroom.mailed_proofs.enqueue("proof:1", PROOF, made, LATER)
    bag = Mailbag(SetClock(NOW))
    deliver_due(newsroom.mail_queue, bag, SetClock(NOW))
    assert bag.texts == [made[0].mail.text]


def test_the_same_is_mailed_and_remembered_once(newsroom: Newsroom) -> None:
    proofs = newsroom.mailed_proofs
    assert proofs.enqueue("proof:1", PROOF, copies("anna"), LATER)
    assert not proofs.enqueue("proof:1", replace(PROOF, fingerprint="0" * 64), copies("anna"), LATER)
    assert proofs.last(EDITION) == PROOF
    with newsroom.engine.connect() as connection:
        assert connection.scalar(text("SELECT COUNT(*) FROM proof_link")) == 1


def test_a_proof_that_cannot_be_put_into_the_queue_is_not_remembered(newsroom: Newsroom) -> None:
    with newsroom.engine.begin() as connection:
        connection.execute(text("DROP TABLE proof_link"))
    with pytest.raises(Exception, match="proof_link"):
        newsroom.mailed_proofs.enqueue("proof:1", PROOF, copies("anna"), LATER)
    assert newsroom.mailed_proofs.last(EDITION) is None
    assert newsroom.mail_queue.counts("proof:") == {}


def test_the_last_proof_of_each_edition_is_found(newsroom: Newsroom) -> None:
    assert newsroom.mailed_proofs.last(EDITION) is None
    second = replace(PROOF, fingerprint="2" * 64, changes=())
    for number, proof in enumerate((PROOF, second, replace(PROOF, edition="2026-12-04"))):
        newsroom.mailed_proofs.enqueue(f"proof:{number}", proof, copies(""), LATER)
    assert newsroom.mailed_proofs.last(EDITION) == second


@pytest.mark.parametrize("guess", ["", "x", "%", "0" * 22, "f" * 64])
def test_a_guess_opens_nothing_nor_does_the_hash_of_a_link(newsroom: Newsroom, guess: str) -> None:
    mailed(newsroom, "proof:1", "anna")
    assert newsroom.mailed_proofs.link(guess) is None
    with newsroom.engine.connect() as connection:
        hashed = connection.scalar(text("SELECT hash FROM proof_link"))
    assert newsroom.mailed_proofs.link(str(hashed)) is None


def test_no_link_stands_in_the_database(newsroom: Newsroom) -> None:
    tokens = mailed(newsroom, "proof:1", "anna")
    newsroom.database.dispose()
    kept = b"".join(file.read_bytes() for file in (newsroom.folder / DATABASE).parent.glob("digest.db*"))
    assert b"anna" in kept, "the name of the editor is"
    assert tokens["anna"].encode() not in kept


def test_old_proofs_are_forgotten_with_their_links(newsroom: Newsroom) -> None:
    tokens = mailed(newsroom, "proof:1", "anna")
    newsroom.mailed_proofs.forget_before(NOW)
    assert newsroom.mailed_proofs.link(tokens["anna"])
    newsroom.mailed_proofs.forget_before(NOW + timedelta(seconds=1))
    assert newsroom.mailed_proofs.link(tokens["anna"]) is None
    assert newsroom.mailed_proofs.last(EDITION) is None


@pytest.mark.parametrize(
    ("age", "is_alive"),
    [
        (timedelta(0), True),
        (LINK_LIVES - timedelta(seconds=1), True),
        (LINK_LIVES, False),
        (timedelta(days=30), False),
        (-timedelta(minutes=5), True),
        (-timedelta(hours=1), False),
    ],
)
def test_a_link_lives_for_two_days_and_not_before_it_was_made(age: timedelta, is_alive: bool) -> None:
    assert ProofLink(PROOF, "anna").is_alive(NOW + age) is is_alive
