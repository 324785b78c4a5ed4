"""The sign-up page shows the last letter's first stories, and loads no picture from elsewhere."""

from dataclasses import replace

from digest.archive.preview import SHOWN, preview
from digest.archive.web_letter import ArchivedStory, WebLetter

STORY = ArchivedStory("https://a.example/1", "One", "Words", "he", "rtl", "/pictures/00.jpg", "A hand")
LETTER = WebLetter("2026-11-27", "en", "ltr", "The subject", "", "", "", (STORY,), "", ())


def test_stories_keep_their_order_language_and_links() -> None:
    found = preview(LETTER, "/editions/2026-11-27", "ru")
    assert (found.subject, found.language, found.path, found.more) == ("The subject", "en", "/editions/2026-11-27", 0)
    assert found.date.startswith("27 ноября 2026")
    assert found.stories == (STORY,)


def test_no_more_than_a_few_are_shown_and_the_others_counted() -> None:
    found = preview(replace(LETTER, stories=(STORY,) * 8), "/", "en")
    assert (len(found.stories), found.more) == (SHOWN, 8 - SHOWN)


def test_a_picture_of_another_site_is_not_loaded_and_its_words_stay() -> None:
    elsewhere = replace(STORY, picture="https://a.example/1.jpg")
    (story,) = preview(replace(LETTER, stories=(elsewhere,)), "/", "en").stories
    assert (story.picture, story.alt, story.url) == ("", "A hand", STORY.url)
