"""The mails of editors in words: a reminder, an alert, a report.

Each is one notice; the words are English, as on the command line. Counts only, never anything about one reader.
"""

from collections.abc import Iterator, Sequence

from digest.counted import counted
from digest.delivery.counts import Report, correction_words, named_counts, replaced_words, summary_line
from digest.delivery.events import News
from digest.delivery.forgotten import Forgotten
from digest.delivery.statuses import EditionState
from digest.letter.blocks.notice import Notice
from digest.problem import Problem


def missing_edition(edition_id: str, when: str, missing: str) -> Notice:
    """Say that there is no edition yet, and how to make one; `when` is when it is due, in words.

    `missing` says what there is instead, such as its file under a name that is not quite right.
    """
    return Notice(
        heading=f"There is no edition {edition_id} yet",
        paragraphs=(f"It is due on {when}. Without it, nobody gets a letter.", f"{missing[:1].upper()}{missing[1:]}."),
        commands=(f"write editions/{edition_id}.yaml", f"digest lock {edition_id}", f"digest build {edition_id}"),
    )


def not_ready(edition_id: str, problems: Sequence[Problem], until: str) -> Notice:
    """Say that an edition is due and cannot go out, why, and `until` when there is time, in words."""
    words = "As soon as this is mended it goes out by itself. The program looks again every few minutes, until"
    return Notice(
        heading=f"Edition {edition_id} is due and cannot go out",
        paragraphs=(f"{words} {until}.",),
        faults=tuple(str(problem) for problem in problems),
        commands=(f"digest check {edition_id}",),
    )


def pages_not_there(edition_id: str, problems: Sequence[Problem], due: str) -> Notice:
    """Say which pages of an edition are not there, though they were to be; `due` is when it goes out, in words."""
    held = "What is an error holds the letter. The program asks again every few minutes until the send window ends."
    return Notice(
        heading=f"Edition {edition_id} leads to pages that are not there",
        paragraphs=(f"It goes out on {due}.", held),
        faults=tuple(str(problem) for problem in problems),
        commands=(f"digest status {edition_id}",),
    )


def needs_attention(edition_id: str, what: str) -> Notice:
    """Say that something about an edition has stopped, in the words of the error."""
    return Notice(
        heading=f"Edition {edition_id} needs you", paragraphs=(what,), commands=(f"digest status {edition_id}",)
    )


def faulty_settings(faults: str) -> Notice:
    """Say what is wrong with the settings, a line each, and that the ones before hold meanwhile."""
    meanwhile = "Until it is mended, everything goes on with the settings as they were before: letters go out, too."
    return Notice(
        heading="The settings of the newsroom have faults",
        paragraphs=("Somebody changed digest.toml, and it cannot be used as it is now.", meanwhile),
        faults=tuple(faults.splitlines()),
        commands=("digest check",),
    )


def unexpected_events(news: News, what: str, times: int) -> Notice:
    """Say that the ESP tells of letters that the log knows nothing of, what that may mean, and what to do."""
    reported = f"{counted(times, 'report')} of the ESP so far."
    about = "It is about" if times == 1 else "They are about"
    if news is News.DELIVERY:
        return Notice(
            heading="Somebody else's letters are reported here",
            paragraphs=(
                f"{reported} {about} letters whose names were not made with this newsroom's keys.",
                "Either another newsroom's account reports to this address, or its letters were sent with other keys.",
                "Nothing was changed. Ask whoever runs the program to look.",
            ),
            commands=("digest doctor",),
        )
    paused = "The edition is paused if it was under way." if news is News.LETTERS else "If it is begun here, it pauses."
    return Notice(
        heading=f"Letters of {what} were sent that this log knows nothing of",
        paragraphs=(
            f"{reported} An older database may have been put back, or another machine sends this newsroom's letters.",
            f"{paused} Who was heard of gets no second letter; others may have theirs too, so look before it goes on.",
        ),
        commands=(f"digest status {what}", "digest doctor"),
    )


def forgotten_letters(edition_id: str) -> Notice:
    """Say that letters were handed over of which the database that was put back knows nothing, and what to do."""
    happened = (
        "They were handed over before an older copy of the database was put back. Nobody gets a second one: when the "
        "edition is opened, all who were handed over become uncertain, and it stays paused for you."
    )
    remedy = "Open it with `digest send` if its own time is over; settle who is uncertain, then let the rest go out."
    return Notice(
        heading=f"Letters of {edition_id} are not in this database",
        paragraphs=(happened, remedy),
        commands=(f"digest send {edition_id}", f"digest settle {edition_id}", f"digest resume {edition_id}"),
    )


def stopped_before(edition_id: str, known: Forgotten) -> Notice:
    """Say that an edition stays stopped of which only the journal knew that, and what to do."""
    happened = (
        "Editors had stopped it, which only the journal had kept: the program was ended at that instant, or an older "
        "copy of the database was put back."
    )
    if known.state is EditionState.CANCELLED:
        return Notice(f"Edition {edition_id} stays cancelled", (f"{happened} Nobody gets it any more.",))
    remedy = "It waits for you, also if it was let go on since: nobody knows that here."
    commands = (f"digest status {edition_id}", f"digest resume {edition_id}")
    return Notice(f"Edition {edition_id} stays paused", (f"{happened} {remedy}",), commands=commands)


def missed_window(edition_id: str, until: str) -> Notice:
    """Say that a send window ended, `until` when in words, and nobody got the edition."""
    words = "Nobody got it, and nobody will, unless a person sends it by hand."
    return Notice(
        heading=f"Edition {edition_id} did not go out",
        paragraphs=(f"Its send window ended on {until}. {words}",),
        commands=(f"digest send {edition_id}",),
    )


def sent_report(
    found: Report, before: Sequence[Report], left: int, sponsored: Sequence[tuple[str, str]] = ()
) -> Notice:
    """Return the counts of an edition that went out, beside up to four editions `before`.

    `left` is how many readers unsubscribed since it began; `sponsored` names the sponsor of its day and what they got.
    """
    rows = [(name.replace("_", " "), f"{number:,}") for name, number in named_counts(found).items()]
    rows.append(("left since", f"{left:,}"))
    if found.started_at and found.ended_at:
        rows.append(("took", str(found.ended_at - found.started_at)))
    if found.override_reason:
        rows.append(("second letter in a week", found.override_reason))
    rows += sponsored
    rows += [(name, counts) for name, _, counts in (summary_line(other).partition(": ") for other in before)]
    heading = f"Edition {found.edition} went out"
    return Notice(heading, tuple(_words(found)), tuple(rows), commands=(f"digest status {found.edition}",))


def _words(found: Report) -> Iterator[str]:
    """Yield what needs a person, or that nothing does."""
    if words := correction_words(found):
        yield words
    if found.clean:
        yield "Everything is accounted for."
    if found.pending or found.uncertain or found.failed or found.refused:
        yield f"Some deliveries need a look: run `digest settle {found.edition}`."
    if words := replaced_words(found):
        yield words
    if found.unreadable:
        yield (
            f"Readers who got no letter because what is stored of them is damaged: {found.unreadable:,}. "
            "Ask whoever runs the program for `digest doctor`."
        )
