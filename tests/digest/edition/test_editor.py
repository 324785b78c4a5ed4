"""Names of editors, as people type them: who is meant, and what is said where nobody is, or they may not."""

import pytest

from digest.edition.editor import Editor, approver_named, editor_named
from digest.errors import DigestError

EDITORS = {
    name: Editor(name, f"{name}@lantern.example", frozenset(may))
    for name, may in {"anna": ["edit", "approve"], "boris": ["edit", "send"], "dina": ["approve"]}.items()
}


@pytest.mark.parametrize("typed", ["anna", "Anna", " ANNA\n"])
def test_a_name_is_taken_as_people_type_it(typed: str) -> None:
    assert editor_named(typed, EDITORS).name == approver_named(typed, EDITORS).name == "anna"


def test_who_is_no_editor_is_told_who_is_and_what_to_write() -> None:
    with pytest.raises(DigestError) as fault:
        editor_named("olga", EDITORS)
    assert "`olga` is no editor of digest.toml, which names anna, boris, dina; to add one" in str(fault.value)
    assert "write [editors.olga] at its end" in str(fault.value)
    assert 'address = "THE ADDRESS" and may = ["edit", "approve", "send"]' in str(fault.value)
    with pytest.raises(DigestError, match=r"which names nobody yet; to add one, write \[editors.anna\]"):
        editor_named('x"]\n', {})


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "an approval needs the name of an editor: add --by NAME; anna, dina may"),
        ("Marta Vilks", "`Marta Vilks` is no editor of digest.toml, and only they approve; anna, dina may"),
        ("boris", 'boris may not approve: digest.toml does not say "approve" of them; anna, dina may'),
    ],
)
def test_only_who_may_approves_and_others_are_told_who_may(typed: str, says: str) -> None:
    with pytest.raises(DigestError) as fault:
        approver_named(typed, EDITORS)
    assert str(fault.value) == says


def test_where_nobody_may_approve_it_is_said_what_to_write() -> None:
    with pytest.raises(DigestError, match='add "approve" to `may` of an editor'):
        approver_named("boris", {"boris": EDITORS["boris"]})
    with pytest.raises(DigestError, match=r"digest.toml names no editors, and only they approve; to add one"):
        approver_named("", {})
