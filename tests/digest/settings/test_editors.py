"""[editors.NAME]: each editor is a table with a name, an address and what they may do; faults say which one."""

import pytest

from digest.app.from_settings import editors
from digest.edition.editor import Editor
from digest.settings.read import read_settings
from tests.digest.settings.test_read import SETTINGS, said

ANNA = '[editors.anna]\naddress = "anna@lantern.example"\nmay = ["edit", "approve"]\n'
BEN = '[editors.ben]\naddress = "ben@lantern.example"\n'


def test_each_editor_has_a_name_an_address_and_what_they_may_do() -> None:
    settings, problems = read_settings(f"{SETTINGS}\n{ANNA}{BEN}", {})
    assert problems == []
    assert settings is not None
    assert editors(settings) == {
        "anna": Editor("anna", "anna@lantern.example", frozenset({"edit", "approve"})),
        "ben": Editor("ben", "ben@lantern.example"),
    }


def test_two_editors_at_one_mailbox_get_one_mail() -> None:
    text = f"{SETTINGS}\n{ANNA}{BEN}".replace("ben@", "anna@")
    settings, _ = read_settings(text, {})
    assert settings is not None
    assert settings.editor_addresses == ("anna@lantern.example",)


@pytest.mark.parametrize(
    ("value", "may"),
    [
        ("anna@lantern.example", set()),
        ('{address = "anna@lantern.example", may = ["edit", "send"]}', {"edit", "send"}),
        ('{address = "anna@lantern.example", may = "edit, send"}', {"edit", "send"}),
    ],
)
def test_a_variable_writes_an_editor_as_an_address_or_as_the_file_does(value: str, may: set[str]) -> None:
    settings, problems = read_settings(SETTINGS, {"DIGEST_EDITORS__ANNA": value})
    assert problems == []
    assert settings is not None
    assert editors(settings) == {"anna": Editor("anna", "anna@lantern.example", frozenset(may))}


def test_the_former_list_is_an_error_that_shows_the_new_form() -> None:
    text = SETTINGS.replace("[schedule]\n", '[schedule]\neditors = ["anna@lantern.example"]\n')
    assert "error: unknown key `editors` in [schedule]; each editor has a table now: [editors.anna] with" in said(text)
    variable = said(SETTINGS, {"DIGEST_SCHEDULE__EDITORS": "anna@lantern.example"})
    assert variable.startswith("DIGEST_SCHEDULE__EDITORS:1:1: error: unknown key `editors` in [schedule]; each editor")


@pytest.mark.parametrize(
    ("written", "line", "fault"),
    [
        ("[editors.anna]\nmay = []", 1, "`address` in [editors.anna] is missing; add it"),
        ('[editors.anna]\naddress = ""', 2, "`address` in [editors.anna] is empty"),
        ('[editors.anna]\naddress = "anna"', 2, "`address` in [editors.anna] is not right: this is no e-mail address"),
        (f'{ANNA}role = "chief"', 4, "unknown key `role` in [editors.anna]"),
        (ANNA.replace("may", "my"), 3, "unknown key `my` in [editors.anna]; did you mean `may`?"),
        (
            ANNA.replace("approve", "aprove"),
            3,
            'entry 2 of `may` in [editors.anna] must be "edit", "approve" or "send"',
        ),
        (ANNA.replace("anna]", "Anna]"), 1, "section [editors.Anna] is not right: `Anna` is no name of an editor"),
        ("[editors]\nanna = 3", 2, "section [editors.anna] must be a table"),
    ],
)
def test_a_fault_says_which_editor_it_is_about_and_where(written: str, line: int, fault: str) -> None:
    found = said(f"{SETTINGS}\n{written}\n")
    assert found.startswith(f"digest.toml:{SETTINGS.count(chr(10)) + 1 + line}:1: error: {fault}"), found
    assert "\n" not in found


def test_a_fault_of_a_variable_says_how_to_write_an_editor() -> None:
    found = said(SETTINGS, {"DIGEST_EDITORS__ANNA": '{address = "anna@lantern.example", may = ["fly"]}'})
    assert found.startswith('DIGEST_EDITORS__ANNA:1:1: error: entry 1 of `may` in [editors.anna] must be "edit"')
    assert """DIGEST_EDITORS__ANNA='{address = "a@example.org", may = ["edit"]}'""" in found


@pytest.mark.parametrize("approval", ["required", "by_another"])
def test_that_nobody_may_approve_what_must_be_approved_is_said(approval: str) -> None:
    text = SETTINGS.replace('approval = "none"', f'approval = "{approval}"')
    assert "warning: a letter must be approved, and there is nobody who may" in said(f"{text}\n{BEN}")
    assert said(f"{text}\n{ANNA}") == ""
