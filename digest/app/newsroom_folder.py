"""What a newsroom's folder holds beside its database: settings as models, edition files, templates, ways out."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from digest.app import from_settings
from digest.app.paths import OUTBOX, key_file, program_templates, settings_text
from digest.app.secret_values import CHAT_SECRET, names_secret, read_secret
from digest.delivery.variant import MailboxRules
from digest.edition.checks import Rules
from digest.errors import InputProblems
from digest.letter.preflight import SizeLimits
from digest.letter.publication import Publication
from digest.problem import Problem
from digest.settings.model import Settings
from digest.settings.read import read_settings

if TYPE_CHECKING:
    from digest.delivery.mail import Envelope
    from digest.fetching.pages import WebPages
    from digest.letter.templates import Templates
    from digest.ports.delivery import Transport
    from digest.ports.process import Clock
    from digest.storage.edition_files import EditionFiles
    from digest.transports.sendgrid.client import SendGrid


class NewsroomFolder:
    """The folder of one newsroom; no database is opened, made or looked at.

    What it opens is closed by `close`.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None, text: str | None = None) -> None:
        """Open the newsroom in `folder`, with digest.toml as it is or as `text` has it.

        Raises `InputProblems` when its settings have any.
        """
        self.folder = folder
        self.environment = environment = os.environ if environment is None else environment
        self.text = text = settings_text(folder) if text is None else text
        self._closing: list[Callable[[], None]] = []
        settings, problems = read_settings(text, environment)
        if settings is None:
            raise InputProblems(problems)
        self.settings: Settings = settings
        self.warnings: tuple[Problem, ...] = tuple(problems)

    def close(self) -> None:
        """Close what was opened."""
        for close in self._closing:
            close()

    def close_too(self, close: Callable[[], None]) -> None:
        """Close what else was opened for this newsroom when it is closed."""
        self._closing.append(close)

    @cached_property
    def clock(self) -> "Clock":
        """The time, for everything that depends on it."""
        from digest.app.clock import SystemClock

        return SystemClock()

    @cached_property
    def editions(self) -> "EditionFiles":
        """The edition files."""
        from digest.storage.edition_files import EditionFiles

        return EditionFiles(self.folder)

    @cached_property
    def pages(self) -> "WebPages":
        """The web, as far as the settings allow."""
        from digest.app.pages import open_pages

        pages = open_pages(self.settings, self.folder)
        self._closing.append(pages.close)
        return pages

    @cached_property
    def templates(self) -> "Templates":
        """The program's templates under the newsroom's own."""
        from digest.letter.templates import Templates

        return Templates(program_templates(), self.folder / "templates")

    @property
    def key_file(self) -> Path:
        """The file with the keys of readers' addresses and links."""
        return key_file(self.folder, self.settings.keys.file)

    def outbox_folder(self, below: str) -> Path | None:
        """Return where the outbox puts its files about `below`, an edition or `letters`; None for other transports."""
        return self.folder / OUTBOX / below if self.settings.delivery.transport == "outbox" else None

    def transport(self, date: datetime) -> "Transport":
        """Make the transport the settings name, for letters dated `date`; it takes single mails too."""
        from digest.app.transports import make_transport

        return make_transport(self.settings, self.folder, date, self.secret, self._closing.append)

    def sendgrid(self, sandbox: bool = False) -> "SendGrid":
        """Make the SendGrid transport; with `sandbox` SendGrid checks everything and sends nothing."""
        from digest.app.transports import make_sendgrid

        return make_sendgrid(self.settings, self.secret, self._closing.append, sandbox)

    def secret(self, name: str, file: str) -> str:
        """Return a secret, as `secret_values` finds it; raises `DigestError`."""
        return read_secret(self.environment, self.folder, name, file)

    @property
    def has_chat(self) -> bool:
        """Return whether somebody named a chat to tell."""
        return names_secret(self.environment, CHAT_SECRET, self.settings.tell.webhook_url_file)

    @property
    def rules(self) -> Rules:
        """What the settings say about editions."""
        return from_settings.rules(self.settings, self.templates.languages)

    @property
    def envelope(self) -> "Envelope":
        """Who letters come from."""
        return from_settings.envelope(self.settings)

    @property
    def mailboxes(self) -> MailboxRules:
        """At which mailboxes letters warn, or do not ask."""
        return from_settings.mailboxes(self.settings)

    @property
    def limits(self) -> SizeLimits:
        """How large a letter may be."""
        return from_settings.size_limits(self.settings)

    @property
    def publication(self) -> Publication:
        """What letters say about their publisher; raises `DigestError` when its language has no fixed words."""
        return from_settings.publication(self.settings, self.templates.languages)
