"""The schema of a picks file and its reader say the same: what is read without a word is valid, nothing else is."""

import copy
import datetime as dt
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from digest.articles.model import Article
from digest.edition.checks import Rules, check
from digest.edition.explanations import EXPLANATIONS
from digest.edition.file_text import file_text
from digest.edition.keys import EDITION, Shape
from digest.edition.lock import Lock
from digest.edition.picks_file import parse
from digest.edition.schema import edition_schema
from digest.edition.tidy import tidied
from digest.problem import stop_the_letter
from tests.standins.chance import examples
from tests.standins.full_edition import EVERY_KEY, EVERY_LOOK
from tests.standins.newspaper import SAMPLE_SITE
from tests.standins.sample import EDITION as DATE
from tests.standins.sample import SHARED

FILE = f"editions/{DATE}.yaml"
GOLDEN = Path(__file__).parents[2] / "golden/newsroom/editions" / f"{DATE}.yaml"
SAMPLE = SAMPLE_SITE.parent / FILE
_MISSING = re.compile(r"has no (subject|sections)|is empty")
FULL = f'subject: "S"\n{EVERY_KEY}{EVERY_LOOK}'
URL = "https://lantern.example/2026/11/24/a"


@cache
def schema() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(edition_schema())


def faults(value: object) -> list[str]:
    return [f"{list(one.instance_path)}: {one.message[-200:]}" for one in schema().iter_errors(value)]


def as_yaml(text: str) -> Any:
    """Return what YAML 1.2 reads, with dates as the text they are there."""
    return _without_dates(YAML(typ="safe", pure=True).load(text))


def _without_dates(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _without_dates(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_dates(inner) for inner in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def is_taken(text: str) -> bool:
    """Return whether the reader takes a file without a word, and finds in it what every edition must have."""
    edition, problems = parse(text, FILE, DATE)
    if edition is None or problems:
        return False
    lock = Lock(DATE, tuple(Article(pick.url, title="T", summary="S.") for pick in edition.picks()))
    return not [problem for problem in check(edition, lock, Rules()) if _MISSING.search(problem.what)]


@pytest.mark.parametrize("file", [SAMPLE, GOLDEN], ids=["sample", "golden"])
def test_our_own_editions_are_valid_as_they_are_and_tidy(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert faults(as_yaml(text)) == []
    assert faults(as_yaml(tidied(text) or "")) == []


def test_an_edition_with_every_block_is_valid() -> None:
    assert faults(as_yaml(FULL)) == []


@pytest.mark.slow
def test_what_fmt_writes_of_a_file_without_errors_is_valid() -> None:
    folder, valid = SHARED / "picks", 0
    if not folder.exists():
        pytest.skip(f"{folder} is not there")
    for file in sorted(folder.glob("*.yaml")):
        text = file_text(file.read_bytes(), FILE)
        edition, problems = parse(text, FILE, DATE) if isinstance(text, str) else (None, [])
        if edition is not None and isinstance(text, str) and not stop_the_letter(problems):
            tidy = tidied(text) or ""
            assert (faults(as_yaml(tidy)) == []) is is_taken(tidy), file.name
            valid += is_taken(tidy)
    assert valid > 20


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("sugject: S", "Additional properties"),
        ("note: {text: T, bye: M}", "anyOf"),
        ("in_this_issue: maybe", "anyOf"),
        ("kind: weekly", "anyOf"),
        ("order: [lead, footer]", "anyOf"),
        ("without: [lead]", "anyOf"),
        ("briefs: {text: T}", "not of types"),
        ("events: [{title: T}]", "required property"),
        ("podcasts: [{title: T, url: lantern.example}]", "does not match"),
        (f"subject: {'S' * 301}", "longer than 300 char"),
    ],
)
def test_what_the_reader_refuses_or_has_to_guess_is_invalid(line: str, where: str) -> None:
    text = f'subject: "S"\nsections:\n  - name: News\n    picks: [{URL}]\n'
    assert is_taken(text)
    assert faults(as_yaml(text)) == []
    without = text.replace('subject: "S"\n', "") if line.startswith("subject") else text
    assert not is_taken(f"{line}\n{without}")
    assert where in str(faults(as_yaml(f"{line}\n{without}"))), faults(as_yaml(f"{line}\n{without}"))


def _places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield place
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _places(inner, (*place, key))


WHOLE: dict[str, Any] = as_yaml(FULL)
PLACES = [place for place in _places(WHOLE) if place]
OTHERS = ["Words", "", 7, True, None, ["Words"], [], {"text": "Words"}, {"words": "x"}, {"url": URL}, URL, "special"]


@settings(max_examples=examples(150))
@given(place=st.sampled_from(PLACES), other=st.sampled_from(OTHERS), act=st.sampled_from(["put", "add", "drop"]))
def test_whatever_is_put_anywhere_both_say_the_same_about_it(place: tuple[Any, ...], other: Any, act: str) -> None:
    table = copy.deepcopy(WHOLE)
    inner: Any = table
    for key in place[:-1]:
        inner = inner[key]
    if act == "put":
        inner[place[-1]] = other
    elif act == "drop" and place != ("sections",):  # it has corrections, and a correction has no sections
        del inner[place[-1]]
    elif isinstance(inner, dict):
        inner["wordz"] = other
    text = json.dumps(table).replace('": null', '": ')  # nothing, and not the word
    assert is_taken(text) is (faults(table) == []), (place, act, other, parse(text, FILE, DATE)[1], faults(table))


def shapes(shape: Shape) -> dict[str, Shape]:
    found = {shape.noun: shape}
    for key in shape.keys.values():
        if key.shape and key.shape.keys:
            found |= shapes(key.shape)
    return found


def test_every_key_is_explained_and_nothing_else() -> None:
    keys = {noun: list(shape.keys) for noun, shape in shapes(EDITION).items()}
    assert {noun: sorted(words) for noun, words in EXPLANATIONS.items()} == {
        noun: sorted(names) for noun, names in keys.items()
    }
    assert all(words.endswith((".", "`")) for explained in EXPLANATIONS.values() for words in explained.values())


def test_the_schema_is_one_of_its_draft_and_its_references_lead_somewhere() -> None:
    made: dict[str, Any] = edition_schema()
    jsonschema_rs.meta.validate(made)
    text = json.dumps(made)
    assert all(f"#/$defs/{name.replace(' ', '%20')}" in text for name in made["$defs"])
    assert len(set(re.findall(r"#/\$defs/[^\"]+", text))) == len(made["$defs"])
