"""Pages that are read behind an editor's back: what their own page says of it, and the log where it fails."""

from dataclasses import dataclass
from threading import Event

from digest.app.container import Newsroom
from digest.app.current_newsroom import CurrentNewsroom
from digest.app.desk import page_reading
from digest.app.desk_edition import DeskEdition, DeskRoom
from digest.app.desk_html import DeskHtml
from digest.app.desk_picks import PickForms
from digest.app.desk_told import Tellings
from digest.editing.page_reading import PageReading, ReadingState
from digest.editing.preview import Preview
from digest.ports.editorial import Pages
from digest.web.desk.visit import Visit
from tests.standins.desk_pages import ANNA, TOKEN
from tests.standins.pages import FakePages
from tests.standins.sample import EDITION


def test_what_nobody_thought_of_is_said_in_the_log_as_the_page_promises(newsroom: Newsroom) -> None:
    def broken() -> Pages:
        raise RuntimeError("what a page said")

    said = list[str]()
    reading = page_reading(lambda: newsroom, broken, said.append)
    reading.ask(EDITION)
    assert reading.wait(10)
    assert "the log of `digest serve` says where that failed" in reading.state(EDITION).fault
    (line,) = said
    assert line.startswith("pages were not read: ")
    assert "what a page said" not in line


@dataclass(frozen=True, slots=True)
class SlowRoom(DeskRoom):
    """A room in which reading goes on and ends just when a page has looked at the files of an edition."""

    go_on: Event

    def preview(self, edition_id: str) -> Preview:
        found = DeskRoom.preview(self, edition_id)
        self.go_on.set()
        assert self.reading.wait(10)
        return found


def test_a_page_made_while_reading_ends_says_that_it_goes_on_and_so_is_looked_at_again(newsroom: Newsroom) -> None:
    go_on = Event()
    reading = PageReading(FakePages, lambda _edition, _pages: go_on.wait(10))
    reading.ask(EDITION)
    page = DeskEdition(SlowRoom(CurrentNewsroom(newsroom), DeskHtml("The Lantern"), reading, Tellings(), go_on))
    assert 'data-reading="yes"' in page.page(EDITION, Visit(ANNA, TOKEN), {})
    assert 'data-reading="no"' in page.page(EDITION, Visit(ANNA, TOKEN), {})


def test_of_a_page_it_is_said_that_it_is_being_read_or_waits(newsroom: Newsroom) -> None:
    (newsroom.folder / f"editions/{EDITION}.lock.json").unlink()
    room = DeskRoom(CurrentNewsroom(newsroom), DeskHtml("The Lantern"), PageReading(FakePages, print), Tellings())
    preview = room.preview(EDITION)
    edition = preview.found.edition
    assert edition
    first = next(iter(edition.picks())).url
    sections = PickForms(preview, ReadingState(is_under_way=True, reading={first}), {}, {}).sections()
    said = [pick.reading for section in sections for pick in section.picks]
    assert (said[0], set(said[1:])) == ("is being read", {"waits to be read"})
