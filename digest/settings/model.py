"""The whole of digest.toml: one section a file, each key with its type, its limits and its default.

The same keys, explained for people, stand in templates/newsroom/digest.toml; a test holds the two together.
"""

from pydantic import Field

from digest.edition.addresses import is_loopback
from digest.settings.appeal import Appeal
from digest.settings.articles import Articles
from digest.settings.database import Database
from digest.settings.delivery import Delivery
from digest.settings.desk import Desk
from digest.settings.digest import Digest
from digest.settings.editors import Editors
from digest.settings.fields import Section
from digest.settings.keys import Keys
from digest.settings.letter import Letter
from digest.settings.limits import Limits
from digest.settings.links import Links
from digest.settings.pictures import Pictures
from digest.settings.readers import Readers
from digest.settings.schedule import Schedule
from digest.settings.sender import Sender
from digest.settings.sendgrid import SendGrid
from digest.settings.tell import Tell
from digest.settings.web import Web


class Settings(Section):
    """The whole of digest.toml."""

    digest: Digest
    sender: Sender
    schedule: Schedule = Schedule()
    delivery: Delivery = Delivery()
    sendgrid: SendGrid = SendGrid()
    web: Web = Web()
    database: Database = Database()
    keys: Keys = Keys()
    articles: Articles = Articles()
    letter: Letter = Letter()
    links: Links = Links()
    pictures: Pictures = Pictures()
    readers: Readers = Readers()
    appeal: Appeal = Appeal()
    limits: Limits = Limits()
    tell: Tell = Tell()
    editors: Editors = Field(default_factory=dict)
    desk: Desk = Desk()

    @property
    def editor_addresses(self) -> tuple[str, ...]:
        """Return where proofs, alerts and reports go: each address once, in the order of the file."""
        return tuple(dict.fromkeys(editor.address for editor in self.editors.values()))

    @property
    def reaches_readers(self) -> bool:
        """Return whether letters leave this computer: not into the outbox, nor to a stand-in for an ESP on it."""
        stands_in = self.delivery.transport == "sendgrid" and is_loopback(self.sendgrid.host)
        return self.delivery.has_esp and not stands_in
