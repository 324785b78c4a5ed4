"""The inbox as the desk's page has it: saved in an editor's name into the real file, and what waits there."""

from digest.app.container import Newsroom
from digest.app.inbox_door import inbox_of_desk
from digest.edition.inbox_link import Given
from digest.storage.inbox_file import LinkInboxFile

URL = "https://lantern.example/a"


def test_a_link_is_saved_once_in_the_editors_name_and_waits(newsroom: Newsroom) -> None:
    desk = inbox_of_desk(newsroom)
    assert desk.waiting().links == ()
    assert desk.save(Given(URL, "read"), "anna")
    assert not desk.save(Given(f"{URL}?utm_source=x"), "boris")
    (link,) = LinkInboxFile(newsroom.folder).read().links
    assert (link.url, link.note, link.origin) == (URL, "read", "bookmarklet of anna")
    assert desk.waiting().links == ((link, ""),)
