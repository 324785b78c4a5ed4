"""Why pages could not be read behind an editor's back is in the log, without a word of what was read."""

from digest.app.container import Newsroom
from digest.app.desk import page_reading
from digest.ports.editorial import Pages
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
