"""The mails that forms cause: one link, and for discreet readers nothing that tells of the newsroom at a glance."""

from typing import Any

import pytest
from lxml import html

from digest.app.paths import program_templates
from digest.letter.templates import Templates
from digest.mailing.reader_mail import FormMailKind, ReaderMailWriter
from tests.standins.letters import publication

KINDS: tuple[FormMailKind, ...] = ("confirm", "known", "move", "preferences")


@pytest.fixture(scope="module")
def writer() -> ReaderMailWriter:
    return ReaderMailWriter(Templates(program_templates()), publication())


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_discreet_mail_begins_with_words_that_tell_nothing(
    writer: ReaderMailWriter, kind: FormMailKind, language: str
) -> None:
    plain, found = writer.write(kind, language, "t" * 32), writer.write(kind, language, "t" * 32, discreet=True)
    root: Any = html.fromstring(found.html)
    shown = " ".join(root.find("body").text_content().split())
    assert shown[:200] == " ".join(found.text.split())[:200]
    name = publication().title
    assert name in plain.subject
    assert name not in f"{found.subject} {found.sender} {root.findtext('head/title')} {shown[:200]}"
    assert name in found.text
    assert f"/{'t' * 32}" in found.text


@pytest.mark.parametrize("kind", KINDS)
def test_another_mail_begins_with_its_heading(writer: ReaderMailWriter, kind: FormMailKind) -> None:
    found = writer.write(kind, "en", "t" * 32)
    root: Any = html.fromstring(found.html)
    heading = root.findtext(".//h1")
    assert found.text.startswith(heading)
    assert " ".join(root.find("body").text_content().split()).startswith(heading)
