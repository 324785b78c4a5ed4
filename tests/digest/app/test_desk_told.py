"""What a save told is kept for the one who saved, and not for ever."""

from digest.app.desk_told import Tellings, Told


def test_what_was_told_is_found_again_by_its_editor_alone_and_the_oldest_is_forgotten() -> None:
    tellings, told = Tellings(), Told(("Saved.",))
    key = tellings.keep("anna", told)
    assert tellings.told("anna", key) == told
    assert tellings.told("anna", key) == told, "a page may be loaded again"
    assert tellings.told("boris", key) == Told()
    assert tellings.told("anna", "forged") == Told()
    keys = {tellings.keep("anna", told) for _ in range(300)}
    assert len(keys) == 300
    assert tellings.told("anna", key) == Told()
