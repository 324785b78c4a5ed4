"""Pictures are read at the lock: their sizes, or copies of them; one that cannot be read costs no other."""

from dataclasses import replace
from datetime import date

import pytest

from digest.articles.model import Article, Image
from digest.editing.lock import lock
from digest.editing.read_pictures import Copies, missing_copies, read_pictures
from digest.edition.checks import Rules, check
from digest.edition.lock import Lock
from digest.edition.model import Edition, Pick, Section
from digest.edition.picks_file import parse
from digest.edition.sponsor import Sponsor
from digest.problem import Mark, Severity
from tests.standins.pages import FakePages, KeptPictures, quiet
from tests.standins.sample import EDITION

ONE, TWO, THREE, FOUR = (f"https://example.org/{name}" for name in ("one", "two", "three", "four"))
SIZED, UNSIZED, OWN = (f"https://example.org/{name}.jpg" for name in ("sized", "unsized", "own"))
PICKS = (
    Pick(ONE, mark=Mark(5, 9)),
    Pick(TWO, mark=Mark(6, 9)),
    Pick(THREE, picture=OWN, alt="Ours", mark=Mark(7, 9), marks={"picture": Mark(8, 9)}),
    Pick(FOUR, mark=Mark(9, 9)),
)
PICKED = Edition(EDITION, f"editions/{EDITION}.yaml", "S", (Section("N", PICKS),))
LOCK = Lock(
    EDITION,
    (
        Article(ONE, title="One", image=Image(SIZED, 1_200, 800, "A dog")),
        Article(TWO, title="Two", image=Image(UNSIZED, alt="A cat")),
        Article(THREE, title="Three", image=Image("https://example.org/not-shown.jpg", alt="Not shown")),
        Article(FOUR, title="Four", image=Image("https://example.org/undescribed.jpg")),
    ),
)
ALL = {ONE, TWO, THREE, FOUR}


def test_of_originals_only_the_sizes_that_no_page_says_are_read_and_only_of_pages_just_read() -> None:
    pages = FakePages()
    new, problems = read_pictures(PICKED, LOCK, pages, None, ALL)
    assert sorted(pages.asked) == [OWN, UNSIZED]
    assert [(found.url, found.width, found.height, found.copies) for found in new.pictures] == [
        (UNSIZED, 1_600, 900, ()),
        (OWN, 1_600, 900, ()),
    ]
    assert problems == []
    assert read_pictures(PICKED, LOCK, pages, None, ())[0].pictures == ()


def test_an_original_that_cannot_be_read_is_shown_all_the_same() -> None:
    new, problems = read_pictures(PICKED, LOCK, FakePages(frozenset({UNSIZED})), None, ALL)
    assert [found.url for found in new.pictures] == [OWN]
    assert problems == []


def test_of_every_picture_that_is_shown_copies_are_kept_once() -> None:
    pages, files = FakePages(), KeptPictures()
    new, problems = read_pictures(PICKED, LOCK, pages, Copies(files), ())
    assert sorted(pages.asked) == [OWN, SIZED, UNSIZED]
    assert problems == []
    assert {copy.name for picture in new.pictures for copy in picture.copies} == files.files.keys()
    assert len(files.files) == 6
    again = FakePages()
    assert read_pictures(PICKED, new, again, Copies(files), ()) == (new, [])
    assert again.asked == []


def test_a_copy_whose_file_is_gone_stops_the_letter_and_is_made_again() -> None:
    files = KeptPictures()
    new, _ = read_pictures(PICKED, LOCK, FakePages(), Copies(files), ())
    lead = new.pictures[2].lead
    assert lead
    del files.files[lead.name]
    (missing,) = missing_copies(PICKED, new, files)
    assert str(missing) == (
        f"editions/{EDITION}.yaml:8:9: error: the file of its picture, {lead.name}, is not there; "
        f"run `digest lock {EDITION}`, which makes it again"
    )
    pages = FakePages()
    assert read_pictures(PICKED, new, pages, Copies(files), ()) == (new, [])
    assert pages.asked == [OWN]
    assert list(missing_copies(PICKED, new, files)) == []


@pytest.mark.parametrize(
    ("pages", "files", "why"),
    [
        (FakePages(blocked=frozenset({UNSIZED, OWN})), KeptPictures(), "the site answers 403 Forbidden"),
        (FakePages(), KeptPictures(full=True), "its copy cannot be written to data/pictures"),
    ],
)
def test_one_warning_lists_all_pictures_that_were_not_copied(pages: FakePages, files: KeptPictures, why: str) -> None:
    new, (problem,) = read_pictures(PICKED, LOCK, pages, Copies(files), ())
    assert problem.severity is Severity.WARNING
    assert f"line 6, “Two”: {why}" in problem.what
    assert f"line 8, “Three”: {why}" in problem.what
    assert list(missing_copies(PICKED, new, files)) == []


def test_what_is_not_shown_any_more_leaves_the_lock() -> None:
    new, _ = read_pictures(PICKED, LOCK, FakePages(), Copies(KeptPictures()), ())
    fewer = Edition(EDITION, PICKED.file, "S", (Section("N", PICKS[:1]),))
    assert [found.url for found in read_pictures(fewer, new, FakePages(), Copies(KeptPictures()), ())[0].pictures] == [
        SIZED
    ]


def test_a_copy_that_cannot_be_made_again_stays_and_the_warning_says_so() -> None:
    files = KeptPictures()
    new, _ = read_pictures(PICKED, LOCK, FakePages(), Copies(files), ())
    again, (problem,) = read_pictures(PICKED, new, FakePages(frozenset({UNSIZED})), Copies(files), ALL)
    assert again == new
    assert problem.what.startswith("1 picture could not be read again, and its copy stays: line 6")


def test_another_picture_takes_the_place_of_a_lost_copy_only_where_somebody_wants_it() -> None:
    files = KeptPictures()
    new, _ = read_pictures(PICKED, LOCK, FakePages(), Copies(files), ())
    (first, second, third) = new.pictures
    assert third.lead
    before = replace(new, pictures=(first, second, replace(third, lead=replace(third.lead, name="0" * 32 + ".jpg"))))
    assert read_pictures(PICKED, before, FakePages(), Copies(files), ()) == (before, [])
    assert len(list(missing_copies(PICKED, before, files))) == 1
    assert read_pictures(PICKED, before, FakePages(), Copies(files, renew=True), ()) == (new, [])


PORTRAIT, COVER = (f"https://example.org/{name}.jpg" for name in ("portrait", "cover"))
FILE_OF_ALL = f"""\
subject: S
note:
  text: Hello
  by: Anna
  portrait: {PORTRAIT}
sections:
  - name: News
    picks:
      - url: {ONE}
        title: T
        summary: S
        picture: {OWN}
        alt: Ours
podcasts:
  - title: P
    url: {TWO}
    alt: A cover
    picture: {COVER}
"""


def of_all() -> tuple[Edition, Lock]:
    edition, problems = parse(FILE_OF_ALL, PICKED.file, EDITION)
    assert (edition is not None, problems) == (True, [])
    assert edition
    return edition, Lock(EDITION, (Article(ONE, title="One", image=Image(SIZED, 1_200, 800, "A dog")),))


@pytest.mark.parametrize("copies", [None, Copies(KeptPictures())])
def test_a_picture_of_the_editor_that_is_not_there_stops_the_letter_at_its_line(copies: Copies | None) -> None:
    edition, known = of_all()
    pages = FakePages(frozenset({OWN, PORTRAIT, COVER}))
    done = lock(edition, known, pages, quiet, copies=copies)
    assert done.problems == ()
    told = [problem for problem in check(edition, done.lock, Rules()) if "is not there" in problem.what]
    assert [(problem.mark.line, problem.mark.column, problem.severity) for problem in told] == [
        (5, 3, "error"),
        (12, 9, "error"),
        (18, 5, "error"),
    ]
    mended = lock(edition, done.lock, FakePages(), quiet, copies=copies).lock
    assert [picture.url for picture in mended.pictures if not picture.is_gone] == [OWN, PORTRAIT, COVER]
    assert not [problem for problem in check(edition, mended, Rules()) if "is not there" in problem.what]
    later = FakePages()
    assert lock(edition, mended, later, quiet, copies=copies).lock == mended
    assert later.asked == []


def test_a_picture_of_the_editor_that_cannot_be_read_is_a_warning_at_its_line() -> None:
    edition, known = of_all()
    done = lock(edition, known, FakePages(blocked=frozenset({COVER})), quiet)
    (problem,) = done.problems
    assert str(problem).startswith(
        f"{PICKED.file}:18:5: warning: the picture `{COVER}` could not be read: the site answers 403 Forbidden"
    )
    assert COVER not in [picture.url for picture in done.lock.pictures]


def test_the_picture_of_a_sponsor_is_looked_for_as_well() -> None:
    edition, known = of_all()
    sponsor = Sponsor(date(2026, 11, 1), date(2026, 12, 1), "L", "W", ONE, UNSIZED, "A", picture_mark=Mark(7, 3))
    booked = replace(edition, sponsor=sponsor)
    done = lock(booked, known, FakePages(frozenset({UNSIZED})), quiet)
    (problem,) = [problem for problem in check(booked, done.lock, Rules()) if "is not there" in problem.what]
    assert (problem.file, problem.mark) == ("sponsors.yaml", Mark(7, 3))
