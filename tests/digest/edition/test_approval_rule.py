"""Who may approve an edition: editors who may, and with `by_another` not whoever saved it last."""

from digest.edition.approval_rule import ApprovalRule
from digest.edition.editor import Editor

EDITORS = {
    "anna": Editor("anna", "anna@lantern.example", frozenset({"edit", "approve"})),
    "boris": Editor("boris", "boris@lantern.example", frozenset({"approve"})),
    "chloe": Editor("chloe", "chloe@lantern.example", frozenset({"edit", "send"})),
}


def test_who_may_is_what_the_settings_say() -> None:
    assert ApprovalRule(editors=EDITORS).names("2026-11-27") == ["anna", "boris"]
    assert ApprovalRule().names("2026-11-27") == []


def test_whoever_saved_it_last_is_barred_where_the_settings_want_another() -> None:
    saved = {"2026-11-27": "anna"}
    rule = ApprovalRule(True, True, EDITORS, lambda edition: saved.get(edition, ""))
    assert (rule.names("2026-11-27"), rule.barred("2026-11-27")) == (["boris"], "anna")
    assert (rule.names("2026-12-04"), rule.barred("2026-12-04")) == (["anna", "boris"], "")
    plain = ApprovalRule(True, False, EDITORS, lambda _edition: "anna")
    assert (plain.names("2026-11-27"), plain.barred("2026-11-27")) == (["anna", "boris"], "")
