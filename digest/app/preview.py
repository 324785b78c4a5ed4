"""Joins the preview of an edition: its files and services, the pages in the browser, and what tells them of a save."""

import hashlib
import threading
from collections.abc import Callable, Collection, Mapping

from digest.app.container import Newsroom
from digest.app.framed_letter import framed_letter
from digest.app.local_site import local_pages, open_local_site
from digest.app.preview_page import Circumstances, preview_page
from digest.app.services import Services
from digest.delivery.mail import Letter
from digest.delivery.standing import Standing
from digest.delivery.variant import Variant
from digest.editing.preview import Preview, take_preview
from digest.editing.preview_options import PreviewOptions, read_options
from digest.edition.candidates import Candidates, choose
from digest.errors import DigestError
from digest.storage.changed_files import SETTINGS, TEMPLATES, changed_files
from digest.web.local.preview import Answered, preview_routes
from digest.web.local.revisions import Revisions
from digest.web.local.site import LocalSite

_KEPT_TEXTS = 50
"""States of the file that are remembered, to tell somebody whose page shows an old one what changed since."""


class LivePreview:
    """The preview of one edition while its files are saved again and again; `reopen` opens its newsroom anew.

    Pages are asked for by several threads, and another one tells what was saved. What the whole page says takes longer
    than the letter alone, which must not wait for it: so it is found out of a moment that is kept, one after another.
    """

    def __init__(self, newsroom: Newsroom, reopen: Callable[[], Newsroom], edition_id: str) -> None:
        """Read the edition; raises `DigestError` when there is none of that name."""
        self.revisions = Revisions()
        self.edition_id = edition_id
        self._newsroom, self._reopen, self._first = newsroom, reopen, newsroom
        self._pages = local_pages(newsroom.settings.digest.title)
        self._lock, self._slow = threading.RLock(), threading.Lock()
        self._trouble: DigestError | None = None
        self._texts: dict[str, str] = {}
        self._letters: dict[Variant, Letter] = {}
        self._preview: Preview = self._taken(newsroom, None)

    def changed(self, names: Collection[str]) -> None:
        """Read anew what was saved, by its paths below the newsroom's folder, and tell open pages of it.

        What cannot be read is said on the page; what was read last stays.
        """
        with self._lock:
            before = self._newsroom
            try:
                if any(name == SETTINGS or name.partition("/")[0] == TEMPLATES for name in names):
                    self._newsroom = self._opened_anew()
                self._preview, self._trouble = self._taken(self._newsroom, self._preview), None
            except DigestError as error:
                self._trouble = error
        self.revisions.count_on()
        if before is not self._newsroom:
            with self._slow:  # a page may still be made of it
                self._close(before)

    def watch(self, stop: threading.Event) -> None:
        """Follow what is saved until `stop` is set."""
        for names in changed_files(self._newsroom.folder, self.edition_id, stop):
            self.changed(names)
        self.revisions.end()

    def page(self, parameters: Mapping[str, str]) -> str:
        """Return the page as HTML."""
        with self._slow:
            with self._lock:
                options, preview, newsroom = self._options(parameters), self._preview, self._newsroom
                letter, fault = self._letter(options.variant)
                trouble, revision = self._trouble, self.revisions.current
            around = Circumstances(self.edition_id, self._standing(newsroom), trouble, fault, revision)
            values = preview_page(preview, options, letter, around, newsroom)
        return self._pages.render("preview", **values)

    def frame(self, parameters: Mapping[str, str]) -> tuple[str, bool]:
        """Return the letter as it is to be seen, and whether its pictures are."""
        with self._lock:
            options = self._options(parameters)
            letter, _ = self._letter(options.variant)
            if letter is None:
                return self._pages.render("no_letter"), False
            return framed_letter(self._newsroom, letter, options)

    def picture(self, pick: int, number: int) -> str:
        """Return one picture that may be chosen, as HTML; empty where there is none."""
        with self._lock:
            found = self._preview.candidates()
        pictures = found[pick].pictures if pick < len(found) else ()
        return self._pages.render("candidate", picture=pictures[number]) if number < len(pictures) else ""

    def choose(self, parameters: Mapping[str, str], form: Mapping[str, str]) -> Answered:
        """Write a headline or picture into the picks file, unless that was saved since the page was shown."""
        with self._lock:
            offered, before = self._offered(form), self._preview.text
            written = choose(before, offered, form.get("what", ""), _number(form, "number")) if offered else None
            is_current = form.get("text") == _mark(before)
            if is_current and written and self._newsroom.editions.change_text(self.edition_id, before, written):
                self.changed({f"editions/{self.edition_id}.yaml"})
                return Answered(f"/?{self._options(parameters).query()}#pick-{form.get('pick', '')}")
            self.changed(())
            return Answered(html=self._refusal(parameters, form, offered))

    def close(self) -> None:
        """Close what was opened anew."""
        self._close(self._newsroom)

    def _close(self, newsroom: Newsroom) -> None:
        if newsroom is not self._first:  # which is closed by whoever opened it
            newsroom.__exit__(None, None, None)

    def _taken(self, newsroom: Newsroom, before: Preview | None) -> Preview:
        services = Services(newsroom)
        taken = take_preview(self.edition_id, services.checker(), services.builder(), newsroom.editions, before)
        self._texts[_mark(taken.text)] = taken.text
        for old in list(self._texts)[:-_KEPT_TEXTS]:
            del self._texts[old]
        return taken

    def _opened_anew(self) -> Newsroom:
        other = self._reopen()
        try:
            _ = other.publication
        except DigestError:
            other.__exit__(None, None, None)
            raise
        return other

    def _options(self, parameters: Mapping[str, str]) -> PreviewOptions:
        own = self._preview.shown.edition.language if self._preview.shown and self._preview.shown.edition else ""
        languages = self._newsroom.templates.languages
        return read_options(parameters, own if own in languages else self._newsroom.publication.language, languages)

    def _letter(self, variant: Variant) -> tuple[Letter | None, DigestError | None]:
        """Return a letter, or what it was when it could be made the last time and why it cannot be now."""
        try:
            letter = self._preview.letter(variant)
        except DigestError as error:
            return self._letters.get(variant), error
        self._letters[variant] = letter
        return letter, None

    def _standing(self, newsroom: Newsroom) -> Standing | None:
        try:
            return Services(newsroom, asks_sites=False).standings().of(self.edition_id)
        except DigestError:  # such as a template that is broken: the letter says it
            return None

    def _offered(self, form: Mapping[str, str]) -> Candidates | None:
        number = _number(form, "pick")
        return next((one for one in self._preview.candidates() if one.number == number), None)

    def _refusal(self, parameters: Mapping[str, str], form: Mapping[str, str], offered: Candidates | None) -> str:
        shown = self._texts.get(form.get("text", ""))
        return self._pages.render(
            "preview_refused",
            address=f"/?{self._options(parameters).query()}",
            edition_id=self.edition_id,
            was_saved=shown != self._preview.text,
            before=shown,
            now=self._preview.text,
            chosen=_chosen(form, offered),
        )


class PreviewSite:
    """A preview on a port of this machine; follows what is saved while it runs."""

    def __init__(self, site: LocalSite, live: LivePreview) -> None:
        self._site, self._live = site, live

    @property
    def address(self) -> str:
        """Return the address that opens it."""
        return self._site.address

    def address_once(self) -> str:
        """Return an address that opens it once."""
        return self._site.address_once()

    def run(self, stop: threading.Event, listening: Callable[[], None] = lambda: None) -> None:
        """Answer until `stop` is set."""
        watching = threading.Thread(target=self._live.watch, args=(stop,), name="watching", daemon=True)
        watching.start()
        try:
            self._site.run(stop, listening)
        finally:
            stop.set()
            watching.join()
            self._live.close()


def open_preview(
    newsroom: Newsroom, reopen: Callable[[], Newsroom], edition_id: str, port: int, complain: Callable[[str], None]
) -> PreviewSite:
    """Take `port`, or a free one where it is 0, for the preview of an edition; raises `DigestError`."""
    live, pages = LivePreview(newsroom, reopen, edition_id), local_pages(newsroom.settings.digest.title)
    routes = preview_routes(live, pages.file("preview.js"), pages.file("preview.css"))
    return PreviewSite(open_local_site(pages, routes, port, complain), live)


def _mark(text: str) -> str:
    """Return what stands for one state of the file."""
    return hashlib.sha256(text.encode()).hexdigest()


def _number(form: Mapping[str, str], name: str) -> int:
    value = form.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < len("10000") else -1


def _chosen(form: Mapping[str, str], offered: Candidates | None) -> str:
    """Return in words what somebody chose."""
    number = _number(form, "number")
    if offered is None or number < 0:
        return ""
    if form.get("what") == "title":
        return offered.headlines[number].text if number < len(offered.headlines) else ""
    return (offered.pictures[number].url or "no picture") if number < len(offered.pictures) else ""
