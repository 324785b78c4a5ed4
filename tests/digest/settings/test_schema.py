"""The schema of digest.toml and its reader say the same about keys and kinds of values, and explain every key."""

import json
import tomllib
from functools import cache
from typing import Any

import jsonschema_rs
import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.app.paths import program_templates
from digest.problem import Severity
from digest.settings.fields import Section
from digest.settings.model import Settings
from digest.settings.read import read_settings
from digest.settings.schema import explanations, settings_schema
from tests.standins.chance import examples
from tests.standins.newspaper import SAMPLE_SITE

TEMPLATE = (program_templates() / "newsroom" / "digest.toml").read_text(encoding="utf-8")
SAMPLE = (SAMPLE_SITE.parent / "digest.toml").read_text(encoding="utf-8")
WHOLE = f"""{SAMPLE}
[articles]
mirrors = {{ "a.example" = "b.example" }}
[[articles.rules]]
host = "lantern.example"
stop = ["Read also"]
[[articles.sources]]
kind = "rss"
url = "https://lantern.example/feed.xml"
"""


@cache
def schema() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(settings_schema(TEMPLATE))


def faults(text: str) -> list[str]:
    return [f"{list(one.instance_path)}: {one.message}" for one in schema().iter_errors(tomllib.loads(text))]


def errors(text: str) -> list[str]:
    return [str(problem) for problem in read_settings(text, {})[1] if problem.severity is Severity.ERROR]


def test_a_new_digest_toml_has_no_fault_but_what_is_to_be_filled_in() -> None:
    assert len(faults(TEMPLATE)) == len(errors(TEMPLATE)) == 8
    assert all("is shorter than 1 character" in fault for fault in faults(TEMPLATE))
    assert all("is empty; fill it in" in error for error in errors(TEMPLATE))


def test_settings_that_are_taken_are_valid() -> None:
    for more in ("", '[schedule]\nday = ["tuesday", "friday"]', '[schedule]\nday = "tuesday, friday"'):
        text = f"{WHOLE}{more}" if not more else WHOLE.replace('[schedule]\nday = "friday"', more)
        assert errors(text) == []
        assert faults(text) == []


PLACES = [
    (section, key)
    for section, table in Settings.model_fields.items()
    if isinstance(table.annotation, type) and issubclass(table.annotation, Section)
    for key in table.annotation.model_fields
]
OTHERS: list[Any] = [True, 3, -1, 1_000_000, 0.5, "", "friday", "x" * 301, ["friday"], [3], [], {"a": 1}, "25:00"]
_FORM = ("must be", "has more than", "is empty", "unknown key", "entries", "no weekday", "no time of day")


@settings(max_examples=examples(100))
@given(place=st.sampled_from(PLACES), other=st.sampled_from(OTHERS))
def test_whatever_a_key_holds_the_schema_refuses_what_has_the_wrong_form(place: tuple[str, str], other: Any) -> None:
    document = tomlkit.parse(SAMPLE)
    section = document.setdefault(place[0], tomlkit.table())
    section[place[1]] = other
    text = tomlkit.dumps(document)
    of_form = [error for error in errors(text) if any(words in error for words in _FORM)]
    if of_form:
        assert faults(text), (of_form, text)
    if not errors(text):  # quotes around a number are taken, but the file documents none
        assert not faults(text) or isinstance(other, str | bool | int | float), (faults(text), text)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("[digest]\ntitel = 'x'", "Additional properties"),
        ("[shedule]\nday = 'friday'", "Additional properties"),
        ("[limits]\npicks = 1000", "greater than the maximum"),
        ("[delivery]\ntransport = 'pigeon'", "is not one of"),
        ("[schedule]\ntime = '7:00'", "does not match"),
        ("[schedule]\nday = 'fryday'", "anyOf"),
        ("[schedule]\nproofs = ['a', 'b', 'c', 'd', 'e', 'f', 'g']", "anyOf"),
        ("[[articles.sources]]\nkind = 'rss'", '"url" is a required'),
    ],
)
def test_what_the_reader_refuses_is_invalid(line: str, words: str) -> None:
    assert words in str(faults(line))
    assert len(errors(line)) > len(errors(""))


def test_every_key_of_the_schema_is_explained_in_the_words_of_the_template() -> None:
    made = settings_schema(TEMPLATE)
    for name, table in made["$defs"].items():
        assert table["description"].startswith("["), name
        for key, held in table["properties"].items():
            assert held.get("description"), f"{name}.{key}"
    held = made["$defs"]["Digest"]["properties"]["contact"]["description"]
    assert held == "Where readers can write to a person."
    assert explanations(TEMPLATE)["articles.sources", "kind"].startswith('"rss" or "atom": a feed.')


def test_the_schema_is_one_of_its_draft() -> None:
    made = settings_schema(TEMPLATE)
    jsonschema_rs.meta.validate(made)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert made["$defs"]["Schedule"]["properties"]["time"]["default"] == "07:00"
    assert '"title"' not in json.dumps(made["$defs"]["Schedule"])
