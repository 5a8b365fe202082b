"""Every chain again: numbers without a gap, each line's predecessor, and the chain's end."""

from django.db import connection

from answerable.contexts.ledger.audit.findings import Report

_LINKS = """
SELECT id, chain, case_seq, before_seq, linked FROM (
  SELECT l.id, l.chain, l.case_seq, coalesce(lag(l.case_seq) OVER w, 0) AS before_seq,
    o.pub IS NULL OR (
      o.pub ->> 'case' = l.chain AND (o.pub ->> 'case_seq')::int = l.case_seq
      AND o.pub ->> 'prev' = coalesce(replace(encode(lag(l.leaf_hash) OVER w, 'base64'), E'\\n', ''), '')) AS linked
  FROM ledger_journalline l LEFT JOIN ledger_journalopening o ON o.line_id = l.id
  WHERE l.chain <> '' WINDOW w AS (PARTITION BY l.chain ORDER BY l.case_seq)
) links
WHERE case_seq <> before_seq + 1 OR NOT linked
"""
_ENDS = """
SELECT coalesce(e.chain, h.chain), coalesce(e.case_seq, 0), coalesce(h.case_seq, 0)
FROM (
  SELECT DISTINCT ON (chain) chain, case_seq, leaf_hash FROM ledger_journalline WHERE chain <> ''
  ORDER BY chain, case_seq DESC
) e FULL JOIN (SELECT * FROM ledger_chainhead WHERE case_seq > 0) h USING (chain)
WHERE (e.case_seq, e.leaf_hash) IS DISTINCT FROM (h.case_seq, h.leaf_hash)
"""


def check_chains(report: Report) -> None:
    """Find lines that were taken out of a chain, put into it, or moved within it."""
    with connection.cursor() as cursor:
        cursor.execute(_LINKS)
        for key, chain, seq, before, linked in cursor.fetchall():
            where = f"{chain}, number {seq} (line {key})"
            if seq != before + 1:
                report.tell("chain_gap", where, f"follows number {before}")
            elif not linked:
                report.tell("chain_broken", where, "does not follow the line that stands before it")
        cursor.execute(_ENDS)
        for chain, lines, head in cursor.fetchall():
            report.tell("chain_end", chain, f"ends with number {lines}; {head} lines were written")
