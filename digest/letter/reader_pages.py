"""The pages on which readers act for themselves, out of templates/web/.

Any single file of them may be replaced by a newsroom's own.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

from jinja2 import Environment

from digest.letter.environment import CompiledOnce, ReadOnce, make_environment
from digest.letter.language import direction, languages, long_date, own_name, variant_language
from digest.letter.page_style import page_colours
from digest.letter.publication import Publication

_COMPILED = CompiledOnce()


class ReaderPages:
    """Renders pages in the `languages` there are fixed words for; `folders` are looked through in order.

    `friday` says that the letter comes every Friday, which the sign-up page then promises; `looks` maps
    `favicon` and `logo` to the paths of pictures, where the newsroom has any.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        locales: Path,
        publication: Publication,
        *,
        friday: bool,
        looks: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._looks = {"favicon": "", "logo": "", **looks}
        self._folders, self._publication, self._friday = folders, publication, friday
        self._loader, self._locales = ReadOnce(folders), locales
        self.languages = languages(locales)
        self._environment = cache(self._make_environment)

    def render(self, name: str, language: str, /, **values: object) -> str:
        """Render page `name` in `language`, in its base, or in the digest's own."""
        chosen = variant_language(language, self.languages, self._publication.language)
        page = self._environment(chosen).get_template(f"web/{name}.html.jinja")
        return page.render(
            language=chosen, direction=direction(chosen), publication=self._publication, friday=self._friday, **values
        )

    def _make_environment(self, language: str) -> Environment:
        environment = make_environment(self._loader, self._locales, language, _COMPILED)
        environment.globals |= {"link": str, **self._looks}  # a path is its own address, but in a folder of files
        environment.filters |= {"day": lambda date: long_date(date, language), "own_name": own_name}
        return environment

    def style(self) -> str:
        """Return the one style sheet, in the newsroom's colours; one of its own stays as it is."""
        own, *_ = self._folders
        is_own = len(self._folders) > 1 and (own / "web" / "style.css").exists()
        return self.file("style.css") + ("" if is_own else page_colours(self._publication.theme))

    def file(self, name: str) -> str:
        """Return the text of a file beside the pages, such as a script."""
        files = (folder / "web" / name for folder in self._folders)
        return next(file for file in files if file.exists()).read_text(encoding="utf-8")
