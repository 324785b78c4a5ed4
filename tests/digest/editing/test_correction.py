"""Beginning a correction: a file for whoever got a letter, and only where there is something to correct."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from digest.app.amend import corrections
from digest.app.container import Newsroom
from digest.app.services import Services
from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.counts import OpenedEdition
from digest.editing.correction import Corrections
from digest.errors import DigestError
from tests.standins.backups import backup, restore
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, send_edition

WORDS = "It was 201 tonnes, not 210."


def service(newsroom: Newsroom) -> Corrections:
    files = newsroom.editions
    return Corrections(
        files, files, newsroom.reports, newsroom.publication, newsroom.templates, approval_required=False
    )


class AllBegun:
    """The counts of an edition whose first corrections, so many of them, began to go out, or did by what is `gone`."""

    def __init__(self, newsroom: Newsroom, begun: int = 0, gone: int = 0) -> None:
        self._reports, self.begun, self.gone = newsroom.reports, begun, gone

    def opened(self, edition_id: str) -> OpenedEdition | None:
        number = int(edition_id.partition("-correction-")[2] or 0)
        return self._reports.opened(EDITION) if number <= self.begun else None

    def forgotten(self) -> list[str]:
        return [f"{EDITION}-correction-{number}" for number in range(1, self.gone + 1)]


def written(newsroom: Newsroom) -> list[str]:
    return sorted(file.name for file in (newsroom.folder / "editions").glob("*correction*"))


def test_a_correction_says_what_was_wrong_and_is_ready_to_be_checked(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    send_edition(newsroom, Mailbox())
    name = service(newsroom).begin(EDITION, f" {WORDS}\n")
    assert name == f"{EDITION}-correction-1"
    edition, problems = newsroom.editions.read(name)
    assert problems == []
    assert edition
    first, _ = newsroom.editions.read(EDITION)
    assert first
    assert edition.subject == f"Correction: {first.subject}"
    assert [one.text for one in edition.corrections] == [WORDS]


def test_each_correction_has_the_next_number_and_none_replaces_another(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    send_edition(newsroom, Mailbox())
    begun = replace(service(newsroom), reports=AllBegun(newsroom))  # type: ignore[arg-type]
    mine = newsroom.folder / "editions" / f"{EDITION}-correction-1.yaml"
    for number in range(1, 10):
        begun.reports.begun = number - 1  # type: ignore[attr-defined]
        assert begun.begin(EDITION, WORDS).endswith(f"-{number}")
        mine.write_text('subject: "Mine"\n')
    assert written(newsroom) == [f"{EDITION}-correction-{number}.yaml" for number in range(1, 10)]
    assert "Mine" in mine.read_text()
    begun.reports.begun = 9  # type: ignore[attr-defined]
    with pytest.raises(DigestError, match="has 9 corrections"):
        begun.begin(EDITION, WORDS)


@pytest.mark.parametrize("known_to", ["the log", "a database that is gone"])
def test_while_one_has_not_gone_out_no_other_is_begun(
    newsroom: Newsroom, readers: dict[str, int], known_to: str
) -> None:
    assert readers
    send_edition(newsroom, Mailbox())
    begun = AllBegun(newsroom)
    corrections = replace(service(newsroom), reports=begun)  # type: ignore[arg-type]
    name = corrections.begin(EDITION, WORDS)
    (newsroom.folder / "editions" / f"{name}.yaml").write_text('subject: "Mine"\n')
    with pytest.raises(DigestError) as refused:
        corrections.begin(EDITION, WORDS)
    assert str(refused.value) == (
        f"there is editions/{name}.yaml already, which has not gone out; change it, or delete it, then run this again"
    )
    assert written(newsroom) == [f"{name}.yaml"]
    begun.begun, begun.gone = (1, 0) if known_to == "the log" else (0, 1)
    assert corrections.begin(EDITION, WORDS).endswith("-2")


def test_two_at_once_lose_nothing(newsroom: Newsroom, readers: dict[str, int]) -> None:
    """Whoever comes second is told, and the first one's words stay."""
    assert readers
    send_edition(newsroom, Mailbox())

    def begin(words: str) -> str:
        try:
            return service(newsroom).begin(EDITION, words)
        except DigestError as error:
            return str(error)

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(begin, (f"{WORDS} {number}" for number in range(4))))
    kept = [name for name in made if name.startswith(EDITION)]
    assert all("already" in name for name in made if name not in kept)
    assert len(kept) == len(set(kept)) == len(written(newsroom))


def test_a_file_that_is_there_is_never_replaced(newsroom: Newsroom) -> None:
    newsroom.editions.create("2026-12-04", "first\n")
    with pytest.raises(DigestError, match="there is an editions/2026-12-04"):
        newsroom.editions.create("2026-12-04", "second\n")
    assert (newsroom.folder / "editions" / "2026-12-04.yaml").read_text() == "first\n"
    assert [file.name for file in (newsroom.folder / "editions").glob(".*")] == []


def test_a_number_that_a_database_which_is_gone_has_sent_is_not_given_again(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    send_edition(newsroom, Mailbox())
    old = backup(newsroom)
    first = service(newsroom).begin(EDITION, WORDS)
    query = AudienceQuery(frozenset({"en"}), "en", NOW, corrects=EDITION)
    letters = Services(newsroom).assessor().assess(first).passed().freeze()
    newsroom.log.open(Opening(first, "f", NOW, letters=letters), query, NOW)
    fence = newsroom.log.acquire(first, NOW, repeats=False)
    claim = newsroom.log.claim(first, fence, len(readers), NOW)
    assert claim
    newsroom.log.attempt(first, fence, claim, claim.readers, {}, NOW)
    (folder / f"editions/{first}.yaml").unlink()
    restore(newsroom, old)
    with SampleNewsroom(folder, {}) as again:
        assert corrections(again).begin(EDITION, WORDS).endswith("-2")


@pytest.mark.parametrize(
    ("edition", "words", "why"),
    [
        (EDITION, " \n", "--note is empty"),
        ("2026-12-04", WORDS, "has not gone out"),
        (f"{EDITION}-correction-1", WORDS, "is a correction itself"),
        ("nonsense", WORDS, "has not gone out"),
    ],
)
def test_what_cannot_be_corrected_is_said_and_nothing_is_written(
    newsroom: Newsroom, readers: dict[str, int], edition: str, words: str, why: str
) -> None:
    assert readers
    send_edition(newsroom, Mailbox())
    with pytest.raises(DigestError, match=why):
        service(newsroom).begin(edition, words)
    assert written(newsroom) == []
