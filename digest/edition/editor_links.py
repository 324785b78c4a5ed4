"""The addresses in what an editor writes: the note, briefs, corrections, summaries. Pure."""

from collections.abc import Iterator

from digest.edition import markdown
from digest.edition.addresses import fault_of
from digest.edition.bare_addresses import bare_addresses
from digest.edition.model import Edition, Note
from digest.edition.part_words import marked_words, part_words
from digest.problem import Mark, Problem, Severity
from digest.web_address import encoded


def links_of_editor(edition: Edition) -> Iterator[Problem]:
    """Yield a problem for every address in an editor's words that no letter may link to, each at its place."""
    note, key = edition.note or Note(""), edition.mark_of("note")
    for url, line in markdown.links(note.text):
        if not url.startswith("mailto:"):
            yield from _bad_link(edition, note.mark_of_line(line, key), "the note", url)
    for url, line in markdown.pictures(note.text):
        what = f"the note shows the picture `{url[:80]}`, which no letter does"
        yield Problem(edition.file, note.mark_of_line(line, key), what, "take it out, or link to it", Severity.WARNING)
    for place, noun, words in marked_words(edition):
        yield from _bad_links_of_line(edition, place, noun, words)
    for place, noun, words in part_words(edition):
        yield from _bad_bare_links(edition, place, noun, words)
    for pick in edition.picks():
        yield from _bad_bare_links(edition, pick.mark_of("summary"), "the summary", pick.summary)


def _bad_links_of_line(edition: Edition, mark: Mark, noun: str, text: str) -> Iterator[Problem]:
    """Yield the addresses that Markdown of one line links to, and no letter may."""
    for url in markdown.links_of_line(text):
        if not url.startswith("mailto:"):
            yield from _bad_link(edition, mark, noun, url)


def _bad_bare_links(edition: Edition, mark: Mark, noun: str, text: str) -> Iterator[Problem]:
    """Yield the addresses in plain words that no letter may link to: mail programs make links of them."""
    for url in bare_addresses(text):
        yield from _bad_link(edition, mark, noun, encoded(url))


def _bad_link(edition: Edition, mark: Mark, noun: str, url: str) -> Iterator[Problem]:
    fault = fault_of(url)
    if fault:
        what = f"{noun} links to `{url[:80]}`: {fault}"
        yield Problem(edition.file, mark, what, "copy the page's address from the browser, https:// included")
