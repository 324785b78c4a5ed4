"""Passphrases of editors: given to those of digest.toml alone, taken away from anybody, told of without being told."""

from datetime import date

import pytest

from digest.app.container import Newsroom
from digest.edition.editor import Editor
from digest.errors import DigestError
from digest.operating.editors import EditorAccess, EditorState, desk_advice
from digest.storage.editor_sessions import SqlEditorSessions
from tests.standins.sample import NOW
from tests.standins.sending import FixedClock

ANNA, BORIS = Editor("anna", "anna@x.example", frozenset({"send", "edit"})), Editor("boris", "boris@x.example")
LONG = "seven herons over the bay"


@pytest.fixture
def access(newsroom: Newsroom) -> EditorAccess:
    editors = {"anna": ANNA, "boris": BORIS}
    hashes = newsroom.passphrase_hashes
    return EditorAccess(editors, "The Friday Lantern", newsroom.passphrases, hashes, FixedClock())


def sessions(newsroom: Newsroom) -> SqlEditorSessions:
    return SqlEditorSessions(newsroom.engine)


def test_a_passphrase_opens_a_session_until_another_is_set_or_it_is_removed(
    newsroom: Newsroom, access: EditorAccess
) -> None:
    access.keep(ANNA, LONG)
    kept = newsroom.passphrases.kept("anna") or ""
    assert newsroom.passphrase_hashes.matches(kept, LONG)
    assert LONG not in kept
    first = sessions(newsroom).open("anna", kept, NOW) or ""
    assert sessions(newsroom).editor(first, NOW) == "anna"
    made, _ = access.generate(ANNA)
    assert sessions(newsroom).editor(first, NOW) is None
    again = newsroom.passphrases.kept("anna") or ""
    assert newsroom.passphrase_hashes.matches(again, made)
    assert sessions(newsroom).open("anna", kept, NOW) is None, "the hash of before opens nothing"
    second = sessions(newsroom).open("anna", again, NOW) or ""
    assert access.remove(" Anna ") == "anna"
    assert sessions(newsroom).editor(second, NOW) is None
    with pytest.raises(DigestError, match="`anna` has no passphrase, and approved nothing; see `digest editors`"):
        access.remove("anna")


def test_one_that_will_not_do_is_not_kept(newsroom: Newsroom, access: EditorAccess) -> None:
    with pytest.raises(DigestError, match="too short"):
        access.keep(ANNA, "Friday Lantern")
    assert newsroom.passphrases.known() == {}


def test_a_letter_that_keyboards_write_in_two_ways_is_one(newsroom: Newsroom, access: EditorAccess) -> None:
    access.keep(ANNA, "cafe\u0301 cafe\u0301 cafe\u0301")
    kept = newsroom.passphrases.kept("anna")
    assert newsroom.passphrase_hashes.matches(kept, "caf\u00e9 caf\u00e9 caf\u00e9")


@pytest.mark.parametrize("typed", ["", LONG])
def test_nothing_is_the_passphrase_of_whoever_has_none_or_a_damaged_one(newsroom: Newsroom, typed: str) -> None:
    assert not newsroom.passphrase_hashes.matches(None, typed)
    assert not newsroom.passphrase_hashes.matches("", typed)
    assert not newsroom.passphrase_hashes.matches("$argon2id$v=19$m=8,t=1,p=1$", typed)


def test_the_list_tells_what_each_may_and_the_day_of_their_last_login(newsroom: Newsroom, access: EditorAccess) -> None:
    access.keep(ANNA, LONG)
    newsroom.passphrases.keep("olga", "hash", NOW)
    sessions(newsroom).open("anna", newsroom.passphrases.kept("anna") or "", NOW)
    assert access.states() == [
        EditorState("anna", ("edit", "send"), True, date(2026, 11, 27)),
        EditorState("boris", (), False, None),
        EditorState("olga", (), True, None, is_named=False),
    ]


@pytest.mark.parametrize(
    ("states", "advice"),
    [
        ([], "the desk is on and digest.toml names no editors; add a table [editors.anna] there"),
        ([EditorState("anna", (), True, None)], ""),
        (
            [EditorState("anna", (), False, None), EditorState("boris", (), False, None)],
            "the desk is on, and anna, boris cannot log in without a passphrase; `digest editors add anna`",
        ),
        (
            [EditorState("anna", (), True, None), EditorState("olga", (), True, None, is_named=False)],
            "olga has a passphrase and is no editor of digest.toml any more; `digest editors remove olga`",
        ),
    ],
)
def test_a_doctor_says_who_cannot_log_in_and_whose_passphrase_is_left_over(
    states: list[EditorState], advice: str
) -> None:
    assert desk_advice(states) == advice
