"""The pages on which readers act for themselves, out of templates/web/: any single file of them may be replaced by a newsroom's own."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from digest.rendering.environment import make_environment
from digest.rendering.language import direction, languages, variant_language
from digest.rendering.view import Publication


class ReaderPages:
    """Renders pages in the languages there are fixed words for; `folders` are looked through in order."""

    def __init__(self, folders: Sequence[Path], locales: Path, publication: Publication) -> None:
        self._folders, self._publication = folders, publication
        self._languages = languages(locales)
        self._environment = cache(lambda language: make_environment(folders, locales, language))

    def render(self, name: str, language: str, /, **values: object) -> str:
        """Render page `name` in `language`, in its base, or in the digest's own."""
        chosen = variant_language(language, self._languages, self._publication.language)
        page = self._environment(chosen).get_template(f"web/{name}.html.jinja")
        return page.render(language=chosen, direction=direction(chosen), publication=self._publication, **values)

    @property
    def stylesheet(self) -> str:
        """Give the text of the one stylesheet."""
        files = (folder / "web/style.css" for folder in self._folders)
        return next(file for file in files if file.exists()).read_text(encoding="utf-8")
