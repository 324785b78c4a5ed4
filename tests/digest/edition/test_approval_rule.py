"""Who may approve editions: editors who may, and not whoever is barred."""

from digest.edition.approval_rule import ApprovalRule
from digest.edition.editor import Editor

EDITORS = {
    "anna": Editor("anna", "anna@lantern.example", frozenset({"edit", "approve"})),
    "boris": Editor("boris", "boris@lantern.example", frozenset({"approve"})),
    "chloe": Editor("chloe", "chloe@lantern.example", frozenset({"edit", "send"})),
}


def test_who_may_is_what_the_settings_say() -> None:
    assert ApprovalRule(editors=EDITORS).names() == ["anna", "boris"]
    assert ApprovalRule(editors=EDITORS).names("anna") == ["boris"]
    assert ApprovalRule().names() == []
