"""Write the lock of the small edition, its golden letters and their pictures anew; look at the difference before committing it."""

from datetime import UTC, datetime
from pathlib import Path

from digest.articles.metadata import read_article
from digest.browsing.chromium import find_browser, open_browser
from digest.delivery.variant import Variant
from digest.edition.lock import Lock, to_json
from tests.standins.letter_pictures import kept_pictures, shoot
from tests.standins.letters import EDITION, HOST, LOCK, SITE, letter, small_edition

READ_AT = datetime(2026, 11, 26, 13, tzinfo=UTC)

urls = [pick.url for pick in small_edition().picks()]
pages = [read_article((SITE / (url.removeprefix(HOST) + ".html")).read_bytes(), url, "utf-8", READ_AT) for url in urls]
LOCK.write_text(to_json(Lock(EDITION, tuple(pages))), encoding="utf-8")
for language in ("en", "ru", "uk"):
    found = letter(Variant(language))
    for suffix, content in (("html", found.html), ("txt", found.text)):
        (Path(__file__).parent / f"letter.{language}.{suffix}").write_text(content, encoding="utf-8")

with open_browser(find_browser()) as browser:
    for language, look, file in kept_pictures():
        shoot(browser, letter(Variant(language)).html, look).save(file, optimize=True)
