"""How full a letter is: what its cards weigh, against the limit that is nearer."""

from digest.app.container import Newsroom
from digest.app.services import Services
from digest.letter.preflight import SizeLimits
from digest.letter.size_meter import size_meter
from tests.standins.sample import EDITION


def test_cards_and_frame_are_the_whole_letter_and_the_heaviest_card_stands_first(newsroom: Newsroom) -> None:
    letter = Services(newsroom).assessor().assess(EDITION).made().letters[0]
    meter = size_meter(letter, SizeLimits())
    weights = [card.html_bytes for card in meter.cards]
    assert sum(weights) + meter.frame_bytes == meter.html_bytes == len(letter.html.encode())
    assert weights == sorted(weights, reverse=True)
    assert {card.url for card in meter.cards} == {url for url, _ in letter.bytes_per_pick}


def test_the_nearer_limit_says_how_full_it_is(newsroom: Newsroom) -> None:
    letter = Services(newsroom).assessor().assess(EDITION).made().letters[0]
    whole = size_meter(letter, SizeLimits()).html_bytes
    levels = [size_meter(letter, SizeLimits(limit, 10**9)) for limit in (whole * 2, whole + 1, whole - 1)]
    assert [meter.level for meter in levels] == ["well", "full", "over"]
    assert size_meter(letter, SizeLimits(10**9, whole // 2)).percent > 200
