"""Joins the link inbox of a newsroom: its file, the tokens of editorial systems, the candidates of editions."""

from digest.app.article_sources import source_lists
from digest.app.container import Newsroom
from digest.editing.candidates import Candidates
from digest.editing.fill import Filler
from digest.editing.link_inbox import LinkInbox
from digest.ports.editorial import SourceLists
from digest.storage.inbox_file import LinkInboxFile
from digest.storage.inbox_tokens import SqlInboxTokens


def link_inbox(newsroom: Newsroom) -> LinkInbox:
    """Return what takes links into the inbox."""
    return LinkInbox(LinkInboxFile(newsroom.folder), newsroom.clock)


def inbox_tokens(newsroom: Newsroom) -> SqlInboxTokens:
    """Return the tokens with which editorial systems may add links."""
    return SqlInboxTokens(newsroom.engine)


def candidates(newsroom: Newsroom, sources: SourceLists | None = None) -> Candidates:
    """Return what finds the candidates of editions; it asks the newsroom's sources where it is given no others."""
    inbox = LinkInboxFile(newsroom.folder)
    return Candidates(inbox, newsroom.editions, newsroom.reports, sources or source_lists(newsroom), newsroom.clock)


def filler(newsroom: Newsroom) -> Filler:
    """Return what fills the sections of editions."""
    return Filler(newsroom.editions, candidates(newsroom))
