"""What a save at the desk answers: what it wrote, and where nothing was written the words, to be sent again or copied."""

from urllib.parse import parse_qs, urlsplit

from digest.app.container import Newsroom
from digest.edition.saved import text_hash
from tests.digest.app.test_desk_saving import AT, text, write
from tests.standins.desk_pages import Desk


def test_the_answer_of_a_save_tells_the_text_that_it_wrote_whatever_was_saved_since(
    desk: Desk, newsroom: Newsroom
) -> None:
    answer = desk.send(AT, subject="Mine")
    write(newsroom, "Mine", "Theirs")
    told = parse_qs(urlsplit(answer.headers["location"]).query)["text"]
    assert told == [text_hash(text(newsroom).replace("Theirs", "Mine"))]
    assert f'data-text="{told[0]}"' not in desk.follow(answer)
    unchanged = desk.send(AT)
    assert f"text={text_hash(text(newsroom))}#" in unchanged.headers["location"]
