"""What a page is that is no article, in words for the editor: a wall before it, an error, a front page. Pure."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from digest.articles import jsonld
from digest.articles.page import Page
from digest.articles.reading_time import count_words
from digest.web_address import site_host

FEWEST_WORDS = 80
_LONGEST_WALL = 250
"""Words: a page with more of a story than this is no wall, whatever stands in it."""
_WALLS = (
    (
        "no article but a bot check: the site asks whether a person reads",
        re.compile(
            r"just a moment|attention required|checking (?:your browser|if the site connection)"
            r"|verify(?:ing)? (?:that )?you are (?:a )?human|are you a (?:robot|human)|not a robot"
            r"|bot (?:check|detection|verification)"
            r"|pardon our interruption|ddos.guard|ddos protection|please enable (?:js|javascript"
            r"|cookies)|captcha|unusual (?:traffic|activity)|access (?:to this page has been "
            r")?denied|request blocked|security check"
            r"|проверка (?:браузера|безопасности)|подтвердите, что вы не робот|bestätigen sie, dass "
            r"sie ein mensch|un momento…?$|einen moment",
            re.IGNORECASE,
        ),
    ),
    (
        "no article but a consent wall: the site asks for cookies first",
        re.compile(
            r"we (?:value|care about|respect) your privacy|before you continue|your (?:privacy"
            r"|cookie) (?:choices|settings|preferences)|(?:accept|manage) (?:all )?cookies|cookie "
            r"(?:consent|wall|policy)|consent to (?:the use|cookies)"
            r"|mit werbung (?:und|weiter)|weiter mit (?:werbung|tracking)|zustimmen (?:und|&) weiter"
            r"|datenschutz(?:einstellungen)?|cookies? (?:zustimmen|akzeptieren)|wir und unsere "
            r"(?:\d+ )?partner|nous respectons votre vie privée|continuer sans accepter"
            r"|valoramos (?:su|tu) privacidad|aceptar (?:y continuar|cookies)|informativa sui cookie"
            r"|согласие на (?:обработку|использование)|мы используем (?:файлы )?cookie",
            re.IGNORECASE,
        ),
    ),
    (
        "no article but a login: the site shows its pages to those who are known to it",
        re.compile(
            r"^(?:log ?in|sign ?in|anmelden|einloggen|connexion|iniciar sesión|accedi|вход|войти|увійти"
            r"|logga in|inloggen)\b",
            re.IGNORECASE,
        ),
    ),
)
_ERROR = re.compile(
    r"\b(?:404|403|410|500|502|503)\b.{0,30}$|^(?:error|fehler|ошибка|помилка)\s*(?:404|403|410"
    r"|50\d)|(?:page|article|story|content|document|url)?\s*(?:not found|no longer (?:available"
    r"|exists)|does(?:n.t| not) exist|can(?:no|')t be found|has been (?:removed|deleted))"
    r"|nicht (?:gefunden|vorhanden|mehr verfügbar)|page (?:introuvable|non trouvée)|página no "
    r"encontrada|pagina non trovata|pagina niet gevonden|sidan (?:hittades inte|finns inte)|strona "
    r"nie (?:istnieje|została znaleziona)|stránka (?:nenalezena|nebyla nalezena)"
    r"|(?:страница|публикация|материал) не (?:найден[ао]?|существует)|сторінк[уа] не знайдено|oops"
    r"|something went wrong|service unavailable|internal server error|bad gateway|temporarily "
    r"unavailable|under maintenance",
    re.IGNORECASE,
)
_BROKEN = re.compile(
    "\ufffd"
    "|(?:[ÃÂÐÑ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122])"
    "|â€"
)


def obstacle(page: Page, titles: Sequence[str], story: str, described: jsonld.JsonObject) -> str:
    """Return what a page is in place of an article; empty for one that may be an article.

    `titles` are its headline, its title and what it prints as headings, `story` is the text that was found on it.
    """
    words = count_words(story)
    if leads_to_front_page(page):
        return "no article: the address leads to the front page"
    if words < _LONGEST_WALL and not described:
        shown = [*titles, *([story[:1_500]] if words < FEWEST_WORDS else [])]
        for name, form in _WALLS:
            if any(map(form.search, shown)):
                return name
        if any(map(_ERROR.search, titles)):
            return "no article but an error page"
    return ""


def is_broken(title: str) -> bool:
    """Return whether the characters of a headline were lost or read in the wrong encoding."""
    return bool(_BROKEN.search(title))


def leads_to_front_page(page: Page) -> bool:
    """Return whether a page that was asked for by more than its host calls the host's root its own address."""
    asked, own = urlsplit(page.url), urlsplit(page.canonical() or page.url)
    is_root = own.path in ("", "/") and not own.query
    return is_root and asked.path.strip("/") != "" and site_host(own.geturl()) == site_host(page.url)
