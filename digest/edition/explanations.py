"""What each key of a picks file means, in a sentence or two for editors: shown where a file is written. Pure.

By what a key is written in (the noun of its shape, see `digest.edition.keys`) and by the key; a test compares the two.
"""

from collections.abc import Mapping

_PAGE = "The page it leads to: the whole address, https:// included."
_RECORDING: Mapping[str, str] = {
    "title": "What it is called.",
    "url": _PAGE,
    "length": "How long it is, as readers see it: 38 min.",
    "picture": "A picture beside it; it needs `alt`.",
    "alt": "What the picture shows, for those who cannot see it.",
}
_LINK: Mapping[str, str] = {"title": "The words that readers see.", "url": _PAGE}

EXPLANATIONS: Mapping[str, Mapping[str, str]] = {
    "the edition": {
        "subject": "The subject of the mail, and the one line every edition must have beside its sections.",
        "preheader": "What an inbox shows behind the subject. Left out: the two headlines after the lead.",
        "number": "Stands before the date as “No. 142”. Left out: the date alone.",
        "language": "The letter's language, where it is not the newsroom's own: the code of two letters.",
        "kind": "`special` for a letter that goes out by hand only.",
        "repeats": "`true` for a letter that looks back: it may be made of articles that earlier letters had.",
        "in_this_issue": "`true`: the headlines are listed below the lead.",
        "order": "The blocks that come first, in this order; the others follow as usual.",
        "without": "The blocks that this letter is without.",
        "note": "A greeting by the editor: Markdown, with its author and a portrait if you like.",
        "briefs": "News in one sentence each, with a link or without.",
        "number_of_the_week": "A figure, set large, and what it means.",
        "quote": "Somebody's words, set large.",
        "podcasts": "Recordings to listen to.",
        "videos": "Films to watch.",
        "events": "What readers can go to or join.",
        "most_read": "The articles that were read most, numbered in your order.",
        "topics": "Topics of the site, as one line of links.",
        "corrections": "What an earlier letter or article got wrong.",
        "sections": "The sections with their picks, in the order in which readers see them.",
    },
    "a section": {
        "name": "The name above the section: News, Features, Analysis.",
        "look": "Left out: cards. `opinion`: portraits of those who write. `columns`: two columns below pictures.",
        "fill": "`digest lock` puts the newest articles of your sources below `picks:`, for you to keep or change.",
        "picks": "The articles, one each `- `: an address, or keys of its own.",
    },
    "the fill of a section": {
        "up_to": "How many at most.",
        "tag": "Only articles that the source files under this topic.",
        "source": "A part of the address of one source in digest.toml, such as its host. Left out: all of them.",
        "filled": "When it was done, written by `digest lock`. Delete it, and it is done again.",
    },
    "a pick": {
        "url": "The article's page; the only key a pick must have.",
        "title": "Your headline instead of the page's.",
        "summary": "Your summary instead of the page's.",
        "byline": "Who wrote it, where the page does not say it well.",
        "kicker": "The word or two above the headline.",
        "picture": "Another picture than the page's, with `alt`; `none` for a card without a picture.",
        "alt": "What the picture shows, for those who cannot see it.",
        "credit": "Who took the picture.",
        "language": "The article's language, where it is not the letter's: de, ru, he.",
        "topics": "Up to three topics that the card shows.",
        "related": "Further links below the card.",
        "lead": "`true` for the one story on top, with a large picture. Without it the first pick leads.",
        "live_from": "When its page goes live, on the newsroom's clock: 2026-11-27 06:30.",
    },
    "a related link": _LINK,
    "the editor's note": {
        "text": "The greeting, in Markdown; write `|` behind the colon and the text below it, further right.",
        "by": "Who signs it.",
        "portrait": "A small picture beside the name, best a square.",
        "alt": "What the portrait shows; left out: the name.",
    },
    "a brief": {"text": "One sentence of news, in Markdown.", "url": _PAGE},
    "the number of the week": {
        "figure": "The figure itself, as readers see it: 201 km.",
        "text": "What it means, as the sentence goes on from it.",
        "url": _PAGE,
    },
    "the quote": {"text": "The words.", "by": "Who said them.", "url": "The page they are from."},
    "a podcast": _RECORDING,
    "a video": _RECORDING,
    "an event": {
        "title": "What it is called.",
        "when": "When it is, as readers see it: Thursday, December 3, 18:00.",
        "where": "Where it is.",
        "url": _PAGE,
    },
    "a most-read article": _LINK,
    "a topic of the letter": _LINK,
    "a correction": {"text": "What was wrong and what is right, in Markdown.", "url": "The corrected page."},
}
