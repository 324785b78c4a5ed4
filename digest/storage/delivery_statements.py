"""The statements of the delivery log that a send runs for every batch, as text.

The plain texts among them are for `hot_statements.run`. All of them work on a whole batch, never on one reader.
"""

from sqlalchemy import text

READERS_AFTER = (
    "SELECT reader FROM recipient WHERE edition = :edition AND variant = :variant AND wave = :wave AND reader > :after "
    "ORDER BY reader LIMIT :size"
)
READERS_OF = text(
    "SELECT reader FROM recipient r WHERE edition = :edition AND variant = :variant AND wave = :wave "
    "AND reader BETWEEN :first AND :last "
    "AND NOT EXISTS (SELECT 1 FROM outcome o WHERE o.edition = r.edition AND o.reader = r.reader) ORDER BY reader"
)
HOLD = "UPDATE edition SET lease_until = :until WHERE number = :edition AND fence = :fence AND state = 'sending'"
KEEP = "UPDATE edition SET lease_until = :until WHERE number = :edition AND fence = :fence"
ORPHAN = text(
    "SELECT number, variant, wave, first, last FROM batch WHERE edition = :edition AND state = 'claimed' AND "
    "attempt != :fence LIMIT 1"
)
CUT = (
    "INSERT INTO batch (edition, number, variant, wave, first, last, readers, state, attempt, claimed_at) "
    "SELECT :edition, :newest + 1, :variant, :wave, :first, :last, :readers, 'claimed', :fence, :now "
    "WHERE (SELECT COALESCE(MAX(number), 0) FROM batch WHERE edition = :edition) = :newest RETURNING number"
)
WITHDRAW = (
    "UPDATE batch SET state = 'claimed', attempted_at = NULL "
    "WHERE edition = :edition AND number = :number AND state = 'attempted' AND attempt = :fence"
)
ATTEMPT = (
    "UPDATE batch SET state = 'attempted', attempted_at = :now, tries = tries + 1 "
    "WHERE edition = :edition AND number = :number AND state IN ('claimed', 'attempted') AND attempt = :fence "
    "RETURNING tries, wave"
)
ANSWER = (
    "UPDATE batch SET state = :state, reason = :reason, answered_at = :now "
    "WHERE edition = :edition AND number = :number AND state = 'attempted' AND attempt = :fence"
)
PROGRESS = text(
    "SELECT COALESCE(SUM(readers), 0), COALESCE(SUM(state IN ('claimed', 'attempted')), 0) FROM batch WHERE "
    "edition = :edition"
)
