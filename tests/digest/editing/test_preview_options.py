"""Which letter is looked at stands in the page's address, and every choice leads to another."""

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.delivery.variant import AppealMode
from digest.editing.preview_options import PreviewOptions, choices, read_options
from tests.standins.chance import examples

LANGUAGES = ("en", "ru", "uk")
OPTIONS = st.builds(
    PreviewOptions,
    language=st.sampled_from(LANGUAGES),
    look=st.sampled_from(["desktop", "phone", "text"]),
    appeal=st.sampled_from(AppealMode),
    discreet=st.booleans(),
    dark=st.booleans(),
    images=st.booleans(),
)


def read(query: str) -> PreviewOptions:
    return read_options(dict(part.split("=") for part in query.split("&")), "en", LANGUAGES)


@given(OPTIONS)
@settings(max_examples=examples(60))
def test_an_address_stands_for_the_options_it_was_made_of_and_each_choice_for_others(options: PreviewOptions) -> None:
    assert read(options.query()) == options
    for _, row in choices(options, LANGUAGES, has_appeal=True):
        assert [read(one.query) == options for one in row] == [one.is_shown for one in row]
        assert sum(one.is_shown for one in row) == 1


@given(st.dictionaries(st.sampled_from(["language", "look", "appeal", "discreet", "scheme", "images"]), st.text()))
@settings(max_examples=examples(40))
def test_whatever_an_address_says_there_is_a_letter_to_look_at(parameters: dict[str, str]) -> None:
    options = read_options(parameters, "en", LANGUAGES)
    assert options.language in LANGUAGES
    assert str(options.variant)


def test_what_there_is_not_is_not_offered() -> None:
    names = [name for name, _ in choices(PreviewOptions("en"), ["en"], has_appeal=False)]
    assert names == ["Look", "Colours", "Pictures", "Discreet"]
    assert [name for name, _ in choices(PreviewOptions("en", "text"), ["en"], has_appeal=False)] == ["Look", "Discreet"]
