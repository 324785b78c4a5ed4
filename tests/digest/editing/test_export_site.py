"""The exported site works under any address and from a disk, and holds nothing of a reader."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from digest.app.archive import export_archive
from digest.app.container import Newsroom
from digest.app.looks import pages_of
from digest.archive.web_letter import PICTURES
from digest.delivery.frozen import FrozenLetters
from digest.delivery.mail import Letter
from digest.delivery.retry import TransportResult, Verdict
from digest.delivery.statuses import EditionState
from digest.delivery.variant import NO_RULES, AppealMode, LetterOptions, Variant
from digest.editing.archive import Archive
from digest.editing.archive_site import ArchiveSite
from digest.editing.export_site import export_site, file_of, link_from
from digest.errors import DigestError, EditionPaused
from digest.ports.archive import BegunEdition
from digest.sending.edition_control import EditionControl
from digest.storage.site_folder import FileSite
from subscribers.policy.tokens import Purpose, make
from tests.standins.backups import backup, restore
from tests.standins.command_line import run
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, send_edition


@pytest.fixture
def site(newsroom: Newsroom, readers: dict[str, int], tmp_path: Path) -> Path:
    """Return the folder of an exported site of one edition, of a newsroom with a logo."""
    assert send_edition(newsroom, Mailbox()).accepted == len(readers)
    (newsroom.folder / "mark.png").write_bytes(b"\x89PNG")
    with SampleNewsroom(newsroom.folder, {"DIGEST_WEB__LOGO": "mark.png"}) as other:
        export_archive(other, tmp_path / "site")
    return tmp_path / "site"


def test_every_link_and_picture_of_the_site_is_relative_and_there(site: Path) -> None:
    seen = 0
    for page in site.rglob("*.html"):
        document: Any = html.fromstring(page.read_bytes())
        for address in document.xpath("//body//@href | //@src | //link[not(@rel='canonical')][not(@hreflang)]/@href"):
            parts = urlsplit(address)
            if not parts.scheme:
                seen += 1
                assert not address.startswith("/"), address
                assert (page.parent / unquote(parts.path)).resolve().is_file(), (page, address)
            elif "letter.lantern.example" in address:
                assert address == "https://letter.lantern.example/", "the sign-up alone is on the newsroom's own site"
    assert seen > 20


def test_nothing_of_a_reader_is_in_it(site: Path, newsroom: Newsroom, readers: dict[str, int]) -> None:
    persons = [newsroom.store.get(number)[0] for number in readers.values()]
    secrets = [f"{name}@" for name in readers] + [person.id for person in persons]
    secrets += [make(newsroom.store.keyring, Purpose.LETTER, bytes.fromhex(person.id)) for person in persons]
    files = [file.read_bytes().lower() for file in site.rglob("*") if file.is_file()]
    assert len(files) > 10
    for secret in [*secrets, "~reader~", "/u/", "/p/", "/r/", "<script"]:
        assert not any(secret.lower().encode() in body for body in files), secret


def test_pages_say_themselves_what_they_may_load(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert re.search(
            r"charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src",
            page.read_text("utf-8"),
        )


def test_a_second_export_writes_nothing_and_one_that_was_cut_off_is_made_whole(site: Path, newsroom: Newsroom) -> None:
    with SampleNewsroom(newsroom.folder, {"DIGEST_WEB__LOGO": "mark.png"}) as other:
        assert export_archive(other, site)[0] == 0
        (site / "index.html").unlink()
        (site / "style.css").write_bytes(b"half")
        (site / "theirs.txt").write_bytes(b"theirs")
        assert export_archive(other, site)[0] == 2
    assert (site / "theirs.txt").exists()


def test_a_cancelled_edition_is_gone_from_the_folder_after_the_next_export(site: Path, newsroom: Newsroom) -> None:
    assert (site / "editions" / EDITION / "index.html").exists()
    newsroom.edition_states.transition(EDITION, list(EditionState), EditionState.CANCELLED, "a source is in danger")
    assert export_archive(newsroom, site).removed > 0
    assert not [file for file in site.rglob("*") if file.is_file() and EDITION.encode() in file.read_bytes()]
    assert not list((site / "editions").glob(f"{EDITION}*/*.html"))


def test_a_letter_that_only_the_journal_knows_to_be_cancelled_is_not_exported(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], tmp_path: Path
) -> None:
    assert readers
    stopped = Mailbox(lambda batch: TransportResult(Verdict.STOP, "401") if batch.number > 1 else None)
    with pytest.raises(EditionPaused):
        send_edition(newsroom, stopped)
    old = backup(newsroom)
    EditionControl(newsroom.edition_states, newsroom.reports, newsroom.withholdings).cancel(
        EDITION, "a source is in danger"
    )
    restore(newsroom, old)
    with SampleNewsroom(folder, {}) as again:
        export_archive(again, tmp_path / "site")
    assert not (tmp_path / "site/editions" / EDITION).exists()


def test_a_database_that_forgot_a_letter_takes_none_away(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], tmp_path: Path
) -> None:
    old = backup(newsroom)
    assert send_edition(newsroom, Mailbox()).accepted == len(readers)
    export_archive(newsroom, tmp_path / "site")
    restore(newsroom, old)
    with SampleNewsroom(folder, {}) as again:
        assert export_archive(again, tmp_path / "site").removed == 0
    assert (tmp_path / "site/editions" / EDITION / "index.html").exists()


def test_lists_are_written_after_what_they_lead_to(newsroom: Newsroom, site: Path, tmp_path: Path) -> None:
    """Whoever is ended in between leaves no list that leads nowhere."""
    full = tmp_path / "full"
    (full / "editions" / EDITION / "index.html").mkdir(parents=True)
    with pytest.raises(DigestError):
        export_archive(newsroom, full)
    assert not (full / "editions/index.html").exists()
    assert not (full / "index.html").exists()
    assert site.exists()


NAME = "0123456789abcdef0123456789abcdef.jpg"


class OneEdition:
    """The log of a newsroom whose one letter shows a picture of which there is a copy."""

    def begun(self) -> list[BegunEdition]:
        return [BegunEdition(EDITION, "f" * 64, NOW)]

    def letters(self, edition_id: str, _number: int) -> FrozenLetters:
        body = f"<html><body><h1>T</h1><img src='https://cdn.example/{NAME}' alt='A hand'></body></html>"
        variant = Variant("en", LetterOptions(AppealMode.HIDE))
        letter = Letter(edition_id, variant, "ltr", "The subject", "", body, "", ())
        return FrozenLetters(edition_id, (), NO_RULES, {variant: letter})

    def has(self, name: str) -> bool:
        return name == NAME


def test_copies_of_pictures_come_along(newsroom: Newsroom, tmp_path: Path) -> None:
    one: Any = OneEdition()
    archive = Archive(one, one, one, "en", AppealMode.HIDE)
    site = ArchiveSite(archive, pages_of(newsroom).render, newsroom.publication, ("en",))
    done = export_site(site, {}, lambda name: name.encode(), FileSite(tmp_path))
    assert done.letters == 1
    assert (tmp_path / "pictures" / NAME).read_bytes() == NAME.encode()
    assert f'src="../../pictures/{NAME}"' in (tmp_path / "editions" / EDITION / "index.html").read_text("utf-8")


def test_a_draft_is_not_exported(newsroom: Newsroom, tmp_path: Path) -> None:
    assert export_archive(newsroom, tmp_path).letters == 0
    assert EDITION not in (tmp_path / "index.html").read_text("utf-8")


def test_paths_become_files_and_lead_to_one_another() -> None:
    assert link_from(f"/editions/{EDITION}/ru")(PICTURES) == "../../../pictures/"
    assert link_from("/")("/editions/") == "editions/index.html"
    assert file_of(f"/editions/{EDITION}.png") == f"editions/{EDITION}.png"


def test_the_command_says_how_much_it_wrote(newsroom: Newsroom, readers: dict[str, int], tmp_path: Path) -> None:
    assert send_edition(newsroom, Mailbox()).accepted == len(readers)
    done = run(newsroom.folder, "export-site", str(tmp_path / "site"))
    assert done.returncode == 0
    assert "1 letter in" in done.stdout
