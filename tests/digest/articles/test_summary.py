"""Summaries: the page's own words as far as they say something, else the story's first sentences."""

import pytest

from digest.articles.summary import MAX_LENGTH, summarise

STORY = (
    "“We are the people who can add up,” says Ilze Marou, who keeps the list.\n"
    "Who counts the votes in a town that has lost its trust in counting them?\n"
    "On Friday the doors of the gymnasium will stay open. Four hundred volunteers have signed up to sit along the bars.\n"
    "The commission has called the plan unnecessary."
)
OPENING = (
    "On Friday the doors of the gymnasium will stay open. Four hundred volunteers have signed up to sit along the bars."
)
OWN = "Four hundred volunteers will watch every ballot on Friday."


def test_the_printed_standfirst_comes_before_the_description_and_both_before_the_story() -> None:
    assert summarise(
        [("standfirst", OWN), ("description", "Another text of forty characters or more.")], STORY, ()
    ) == (
        OWN,
        "standfirst",
    )
    assert summarise([("standfirst", ""), ("description", OWN)], STORY, ()) == (OWN, "description")
    assert summarise([], STORY, ()) == (OPENING, "body")
    assert summarise([], "", ()) == ("", "")


@pytest.mark.parametrize(
    "text",
    [
        "Four hundred volunteers will watch every ballot on Friday and…",
        "Four hundred volunteers will watch every ballot on Friday and...",
        "Too short to say anything.",
        "The doors stay open on Friday",
        "Subscribe to our newsletter and read all of it every Friday morning.",
        "This copy is for your personal, non-commercial use only. Call us for others.",
        "All the latest from Orel: politics, culture, sport and the weather.",
        "Forces of the fire brigade at work in the old town of Orel. (Archive photo)",
        "- File photo of the president of the council, taken in March.",
        "The hall at night, with all of its lamps. Photo: Lena Koval",
    ],
)
def test_what_says_nothing_about_the_story_gives_way_to_it(text: str) -> None:
    assert summarise([("description", text)], STORY, ["The doors stay open on Friday"]) == (OPENING, "body")


def test_a_newsletter_and_a_subscription_may_be_what_a_story_is_about() -> None:
    text = "The case against the editor of a parish newsletter rests on its subscription list of 1987."
    assert summarise([("description", text)], "", ()) == (text, "description")


@pytest.mark.parametrize(
    ("offered", "kept"),
    [
        (f"Analysis: {OWN}", OWN),
        (f"Kommentar | {OWN}", OWN),
        (f"{OWN} | Subscribe to our weekly newsletter here.", OWN),
        (f"OREL (AP) — {OWN}", OWN),
    ],
)
def test_labels_before_it_and_requests_behind_it_go(offered: str, kept: str) -> None:
    assert summarise([("description", offered)], "", ()) == (kept, "description")


def test_it_ends_with_a_sentence_and_within_its_length() -> None:
    first = "St. Louis Park appears to be the first U.S. city to have elected a mayor who was born abroad, said Sen. Tom Brand."
    text = f"{first} The council meets again on Tuesday to count the votes of the northern district once more, and then again."
    assert len(first) < len(text) <= MAX_LENGTH < len(f"{text} And once more, with feeling.")
    assert summarise([("description", f"{text} And once more, with feeling.")], "", (), "en")[0] == text
    one = "word " * 80
    cut, _ = summarise([("description", one.strip() + ".")], "", ())
    assert cut.endswith("word…")
    assert len(cut) <= MAX_LENGTH


def test_captions_and_quotations_at_the_beginning_of_a_story_are_passed_over() -> None:
    story = f"Chief Education Officer Dr Ramona Archer\n- File photo of the president, taken in March.\n{STORY}"
    assert summarise([], story, ()) == (OPENING, "body")
