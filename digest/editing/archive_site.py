"""The pages of the archive, whoever asks: the web server page by page, `digest export-site` for all of them at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from digest.archive import feeds
from digest.archive.feeds import Entry, Feed, lasting_name
from digest.archive.preview import Preview, preview
from digest.archive.search import MOST_FOUND, matches, matching_stories, terms
from digest.archive.share_picture import share_picture
from digest.archive.site_parts import (
    Change,
    Link,
    Listed,
    Looks,
    Place,
    Render,
    Share,
    changes,
    edition_path,
    shortened,
    years_of,
)
from digest.archive.web_file import WebFile, html_file
from digest.archive.web_letter import PICTURES, ArchivedStory
from digest.calendar.edition_id import corrected, edition_date
from digest.editing.archive import Archive, ArchivedEdition
from digest.letter.language import long_date
from digest.letter.publication import Publication
from digest.ports.archive import BegunEdition

_STORIES_SHOWN = 4
FEEDS = {
    "atom": (feeds.atom, "application/atom+xml; charset=utf-8"),
    "rss": (feeds.rss, "application/rss+xml; charset=utf-8"),
    "json": (feeds.json_feed, "application/feed+json; charset=utf-8"),
}


@dataclass(frozen=True, slots=True)
class ArchiveSite:
    """Makes the pages of one newsroom's archive; `languages` are those there are words in, its own first."""

    archive: Archive
    render: Render
    publication: Publication
    languages: Sequence[str]
    looks: Looks = field(default_factory=Looks)

    def index(self, year: str = "", language: str = "", link: Link = str) -> WebFile | None:
        """Return the page with the editions of a year, of the newest for an empty one; None where there are none."""
        begun = self.archive.begun()
        years = list(dict.fromkeys(one.id[:4] for one in begun))
        chosen = year or next(iter(years), "")
        if year and year not in years:
            return None
        shown = self.archive.read([one for one in begun if one.id[:4] == chosen])
        path = f"/editions/{year}" if year else "/editions/"
        listed = [self._listed(one, one.letter.stories[:_STORIES_SHOWN], language) for one in shown]
        return self._list(language, link, path, listed, year=chosen, years=years_of(years))

    def search(self, question: str, language: str = "") -> WebFile | None:
        """Return the page with the editions that have all words of a question; the list itself for an empty one."""
        wanted = terms(question)
        if not wanted:
            return self.index(language=language)
        found = [one for one in self.archive.read(self.archive.begun()) if matches(one.letter, wanted)]
        listed = [
            self._listed(one, matching_stories(one.letter, wanted)[:_STORIES_SHOWN], language)
            for one in found[:MOST_FOUND]
        ]
        more = len(found) > MOST_FOUND
        return self._list(language, str, "/editions/", listed, question=" ".join(question[:100].split()), more=more)

    def edition(self, edition_id: str, language: str = "", link: Link = str) -> WebFile | None:
        """Return the page of an edition; None when it has not begun to go out, or not in that language."""
        found = self.archive.edition(edition_id, language)
        if found is None:
            return None
        letter, path = found.letter, edition_path(edition_id, found.letter.language, found.languages[0])
        newer, older = self._beside(found.begun)
        description = shortened(" · ".join(story.title for story in letter.stories) or letter.opening)
        address = self.publication.base_url + path
        page = self.render(
            "edition",
            letter.language,
            letter=letter,
            body=letter.body.replace(f'src="{PICTURES}', f'src="{link(PICTURES)}'),
            description=description,
            here=address,
            first=self._address(f"/editions/{edition_id}"),
            others=[self._in_language(found, one) for one in found.languages if one != letter.language],
            newer=newer,
            older=older,
            share=self._share(found, description, address),
            changes=self._changes(found),
            corrections=self._corrections(edition_id),
            is_correction=bool(corrected(edition_id)),
            **self._shared(link),
        )
        return html_file(page, letter.picture_hosts, own_style=True)

    def picture(self, edition_id: str) -> WebFile | None:
        """Return the picture to share of an edition; None when there is no such page."""
        found, day = self.archive.edition(edition_id), edition_date(edition_id)
        if found is None:
            return None
        date = long_date(day, found.letter.language) if day else edition_id
        return WebFile(
            _drawn(found.letter.subject, date, self.publication.title, self.looks.font, self.publication.theme),
            "image/png",
        )

    def preview(self, language: str) -> Preview | None:
        """Return what the sign-up page in `language` shows of the newest letter; None where there is none."""
        newest = next((begun for begun in self.archive.begun() if not corrected(begun.id)), None)
        if newest is None:
            return None
        found = self.archive.edition(newest.id, language) or self.archive.edition(newest.id)
        return preview(found.letter, self._in_language(found, found.letter.language).path, language) if found else None

    def feed(self, form: str) -> WebFile | None:
        """Return a feed; None for a form that there is none of."""
        if form not in FEEDS:
            return None
        make, media_type = FEEDS[form]
        begun = self.archive.begun()
        shown = self.archive.read(begun[: feeds.MOST])
        oldest = begun[-1].fingerprint if begun else self.publication.base_url
        entries = [self._entry(one) for one in shown]
        updated = max((entry.updated for entry in entries), default=_NEVER)
        own = self.publication
        whole = Feed(own.title, own.tagline, own.language, own.base_url, lasting_name("feed", oldest), updated, entries)
        return WebFile(make(whole), media_type)

    def sitemap(self) -> WebFile:
        """Return the sitemap: the sign-up page, the lists, every letter in every language."""
        lists = ["/", "/editions/", *(year.path for year in years_of([one.id[:4] for one in self.archive.begun()]))]
        pages: list[tuple[str, datetime | None]] = [(self._address(path), None) for path in dict.fromkeys(lists)]
        for path, begun in self._letters():
            pages.append((self._address(path), begun.changed_at))
        return WebFile(feeds.sitemap(pages), "application/xml; charset=utf-8")

    def robots(self) -> WebFile:
        """Return robots.txt (RFC 9309).

        Readers' own pages are not forbidden here: they say themselves that they must not be indexed, which a robot has
        to be let in to read; an address it may not open it may list all the same.
        """
        lines = ("User-agent: *", "Disallow: /editions/search", "", f"Sitemap: {self._address('/sitemap.xml')}", "")
        return WebFile("\n".join(lines).encode(), "text/plain; charset=utf-8")

    def paths(self) -> Iterator[str]:
        """Yield the paths of all lists and letters, lists first, as `page` takes them."""
        yield "/editions/"
        yield from (year.path for year in years_of([one.id[:4] for one in self.archive.begun()]))
        yield from (path for path, _ in self._letters())

    def page(self, path: str, link: Link) -> WebFile | None:
        """Return the list or letter at one of `paths`; the list at `/`, too."""
        name, _, language = path.removeprefix("/editions/").strip("/").partition("/")
        if edition_date(name):
            return self.edition(name, language, link)
        return self.index(name, link=link)

    def _letters(self) -> Iterator[tuple[str, BegunEdition]]:
        for begun in self.archive.begun():
            languages = self.archive.languages(begun)
            for language in languages:
                yield edition_path(begun.id, language, languages[0]), begun

    def _list(self, language: str, link: Link, path: str, found: Sequence[Listed], **values: object) -> WebFile:
        wanted = language if language in self.languages else self.publication.language
        own = self.publication
        share = Share(own.title, own.tagline or own.title, self._address(path))
        usual = {"year": "", "years": (), "question": "", "more": False, "languages": self.languages}
        page = self.render("archive", wanted, found=found, share=share, **{**usual, **values}, **self._shared(link))
        return html_file(page, indexed=not values.get("question"))

    def _listed(self, found: ArchivedEdition, stories: Sequence[ArchivedStory], language: str) -> Listed:
        day, wanted = (
            edition_date(found.begun.id),
            language if language in self.languages else self.publication.language,
        )
        date = long_date(day, wanted) if day else found.begun.id
        return Listed(f"/editions/{found.begun.id}", date, found.letter, stories)

    def _shared(self, link: Link) -> dict[str, object]:
        return {"link": link, "sign_up": self.looks.sign_up, "searchable": self.looks.searchable}

    def _beside(self, begun: BegunEdition) -> tuple[Place | None, Place | None]:
        """Return the editions before and after one, the newer first."""
        all_of_them = self.archive.begun()
        if begun not in all_of_them:  # cancelled a moment ago
            return None, None
        at = all_of_them.index(begun)
        newer, older = all_of_them[at - 1 : at] if at else [], all_of_them[at + 1 : at + 2]
        found = [next(iter(self.archive.read(one)), None) for one in (newer, older)]
        places = [self._in_language(one, one.languages[0]) if one else None for one in found]
        return places[0], places[1]

    def _corrections(self, edition_id: str) -> list[Place]:
        """Return the corrections of an edition, oldest first; of a correction, the letter that it is about."""
        about = corrected(edition_id)
        related = [one for one in self.archive.begun() if one.id == about or corrected(one.id) == edition_id]
        return [self._in_language(one, one.languages[0]) for one in self.archive.read(related[::-1])]

    def _in_language(self, found: ArchivedEdition, language: str) -> Place:
        path = edition_path(found.begun.id, language, found.languages[0])
        return Place(path, found.letter.subject, language, self._address(path))

    def _share(self, found: ArchivedEdition, description: str, address: str) -> Share:
        picture = self._address(f"/editions/{found.begun.id}.png")
        begun = found.begun
        modified = begun.changed_at.isoformat() if begun.revisions else ""
        return Share(found.letter.subject, description, address, picture, begun.began_at.isoformat(), modified)

    def _changes(self, found: ArchivedEdition) -> list[Change]:
        return changes(found.begun.revisions, found.letter.language, self.looks.zone)

    def _entry(self, found: ArchivedEdition) -> Entry:
        begun, page = found.begun, self._address(f"/editions/{found.begun.id}")
        changed = self.render("changes", found.letter.language, changes=self._changes(found)) if begun.revisions else ""
        name = lasting_name(begun.id, begun.fingerprint)
        return Entry(name, page, begun.began_at, begun.changed_at, found.letter, changed)

    def _address(self, path: str) -> str:
        return self.publication.base_url + path


_drawn = lru_cache(50)(share_picture)
_NEVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
