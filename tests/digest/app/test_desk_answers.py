"""What a save at the desk answers: what it wrote, and where nothing was written the words, to be sent again or copied."""

from html import unescape
from urllib.parse import parse_qs, urlsplit

from digest.app.container import Newsroom
from digest.edition.saved import text_hash
from tests.digest.app.test_desk_saving import AT, text, write
from tests.standins.desk_pages import Desk, fields_of
from tests.standins.sample import EDITION


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


def test_where_the_file_is_gone_the_words_come_back_under_what_they_were_for(desk: Desk, newsroom: Newsroom) -> None:
    mine = fields_of(desk.get(AT), AT) | {"subject": "My <b>subject</b>", "pick.1.kicker": "My kicker"}
    (newsroom.folder / f"editions/{EDITION}.yaml").unlink()
    answer = desk.post(AT, mine)
    assert answer.status_code == 409
    assert "<b>subject" not in answer.text
    page = unescape(answer.text)
    assert "the subject:\nMy <b>subject</b>\n\n" in page
    assert "My kicker</textarea>" in page


def test_a_form_that_lost_what_it_began_from_comes_back_whole(desk: Desk) -> None:
    page = unescape(desk.post(AT, {"began": "x", "subject": "Mine", "note.text": "My note", "do": "save"}).text)
    assert "subject:\nMine\n\nnote.text:\nMy note</textarea>" in page
