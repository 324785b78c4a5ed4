"""Preferences are stored short, come back as they were, and none is lost on its way from the form to the letter."""

import re
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.app.container import Newsroom
from digest.delivery.variant import SWITCHES
from subscribers.policy.preferences import (
    Appeals,
    ReaderPreferences,
    read_preferences,
    safety_of,
    section_choices,
    with_safety,
)
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import EDITION, NOW
from tests.standins.site import Pages

YES_NO = [field.name for field in fields(ReaderPreferences) if field.default is False]
"""Said once more and in another way than the code says it, so that a preference forgotten there is missed here."""

preferences = st.builds(
    ReaderPreferences,
    appeals=st.sampled_from(Appeals),
    appeals_after=st.none() | st.dates(),
    without=st.lists(st.text(max_size=20), max_size=5).map(tuple),
    **dict.fromkeys(YES_NO, st.booleans()),
)


@given(preferences)
def test_what_is_written_is_read(wanted: ReaderPreferences) -> None:
    assert read_preferences(str(wanted)) == wanted


@given(preferences, preferences)
def test_what_concerns_safety_comes_over_and_nothing_else(wanted: ReaderPreferences, other: ReaderPreferences) -> None:
    found = with_safety(other, safety_of(wanted))
    assert safety_of(found) == safety_of(wanted)
    changed = {"appeals": wanted.appeals, "discreet": wanted.discreet, "mirrors": wanted.mirrors}
    assert found == replace(other, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize("words", ["disc", "appeals=hid", "discreet,plain", "discreet,"])
def test_words_of_safety_that_were_cut_off_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        with_safety(ReaderPreferences(), words)


def test_the_usual_takes_no_room() -> None:
    assert str(ReaderPreferences()) == ""
    assert read_preferences("") == ReaderPreferences()


def test_what_is_stored_is_as_short_as_it_can_be_in_every_script() -> None:
    wanted = ReaderPreferences(Appeals.HIDE, date(2027, 1, 31), without=("новости", "sport"))
    assert str(wanted) == '{"appeals":"hide","appeals_after":"2027-01-31","without":["новости","sport"]}'


def box(page: str, name: str) -> str:
    found = re.search(rf'<input type="checkbox" id="{name}" name="{name}" value="yes"( checked)?>', page)
    assert found, f"{name} has no checkbox"
    return found[1] or ""


@pytest.mark.parametrize("name", YES_NO)
def test_a_yes_goes_from_the_form_to_the_text_stored_to_the_readers_copy_and_to_the_letter(
    folder: Path, readers: dict[str, int], name: str
) -> None:
    with SampleNewsroom(folder, {"DIGEST_ARTICLES__MIRRORS": "lantern.example=mirror.example"}) as newsroom:
        _a_yes_goes_its_way(newsroom, readers["anna"], name)


def _a_yes_goes_its_way(newsroom: Newsroom, anna: int, name: str) -> None:
    pages = Pages(newsroom)
    pages.enter(anna)
    before = pages.get("/preferences/data.json").json()
    assert box(pages.get("/preferences").text, name) == ""
    assert pages.do("", language="en", appeals="", **{name: "yes"}).status_code == 200
    with newsroom.engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT preferences FROM subscriber WHERE number = ?", (anna,)).scalar()
    assert stored == f'{{"{name}":true}}'
    person, _ = newsroom.store.get(anna)
    assert [field for field in YES_NO if getattr(person.preferences, field)] == [name]
    assert box(pages.get("/preferences").text, name) == " checked"
    after = pages.get("/preferences/data.json").json()
    (exported,) = [key for key in after if after[key] is True and before[key] is False]
    assert f"<dt>{exported}</dt>" not in pages.get("/preferences/data").text, "a person reads a name in words"
    ((recipient,), _) = newsroom.subscribers.consenting(EDITION, [anna], NOW)
    assert str(recipient.options) == name, "this option, and no other"
    assert getattr(recipient.options, name) is True
    assert name in SWITCHES, "an approval signs it too"
    pages.do("", language="en", appeals="")
    assert newsroom.store.get(anna)[0].preferences == ReaderPreferences(), "a box that is not ticked is a no"


def test_spellings_of_one_section_are_one_choice_under_the_newest_name() -> None:
    choices = section_choices(["NEWS", "Culture", "News"], ["news", "Old"], str.casefold)
    assert [(choice.name, choice.wanted) for choice in choices] == [("NEWS", False), ("Culture", True), ("Old", False)]


def test_what_stands_for_a_section_is_never_a_part_of_its_name() -> None:
    names = [f"{'Everything that happened this week ' * 3}{ending}" for ending in ("here", "there")]
    values = [choice.value for choice in section_choices([*names, "Culture"], (), str.casefold)]
    assert values[2] == "Culture"
    assert len(set(values)) == 3
    assert all(len(value) <= 80 for value in values)


def test_no_unwanted_section_is_forgotten_however_many_are_offered() -> None:
    offered = [f"section {number}" for number in range(30)]
    choices = section_choices(offered, ["section 25", "gone"], str.casefold)
    assert len(choices) == 22
    assert [choice.name for choice in choices if not choice.wanted] == ["section 25", "gone"]
