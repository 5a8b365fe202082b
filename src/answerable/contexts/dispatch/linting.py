"""Say in sentences what is wrong with a catalogue: the one in force, or one in a file."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases import api as cases
from answerable.contexts.dispatch.book import in_force, rule_of
from answerable.contexts.dispatch.catalogue_table import read_lines
from answerable.contexts.dispatch.domain.catalogue import Rule
from answerable.contexts.dispatch.domain.lint import Flaw, Ground, findings
from answerable.contexts.dispatch.facts import LintFinding
from answerable.contexts.organisation import api as organisation
from answerable.kernel.tables import Table

SENTENCES = {
    Flaw.DEAD_UNIT: _("Line %(line)s sends to a unit that is closed."),
    Flaw.DEAD_TOPIC: _("Line %(line)s is about a topic that is no longer in use."),
    Flaw.DEAD_AREA: _(
        "Line %(line)s sends to the area's own unit, but no unit is responsible for that area."
    ),
    Flaw.SHADOWED: _("Line %(line)s never decides: line %(other)s takes all of its cases before."),
    Flaw.CONTRADICTS: _("Line %(line)s and line %(other)s match the same cases and name different units."),
}


def lint_catalogue(table: Table | None = None) -> list[LintFinding]:
    """Return the flaws of the catalogue in force, or of a table (whose faults are added to it)."""
    if table is None:
        views = in_force()
        lines = {view.rule_id: view.line for view in views}
        return _findings([rule_of(view) for view in views], lines)
    rules = [line.rule(line.line) for line in read_lines(table)]
    return _findings(rules, {rule.rule_id: rule.rule_id for rule in rules})


def _findings(rules: Sequence[Rule], lines: Mapping[int, int]) -> list[LintFinding]:
    found = []
    for finding in findings(rules, _ground()):
        line = lines[finding.rule_id]
        other = None if finding.other is None else lines[finding.other]
        sentence = str(SENTENCES[finding.flaw]) % {"line": line, "other": other}
        found.append(LintFinding(line, finding.flaw.value, sentence, other))
    return sorted(found, key=lambda finding: (finding.line, finding.flaw))


def _ground() -> Ground:
    topics, areas, units = cases.topics(), organisation.areas(), organisation.units()
    return Ground(
        topic_parents={topic.code: topic.parent or None for topic in topics},
        area_parents={area.id: area.parent_id for area in areas},
        live_topics=frozenset(topic.code for topic in topics if topic.active),
        live_units=frozenset(unit.id for unit in units if unit.active),
        served_areas=frozenset(area.id for area in areas if areas.units_for(area.id)),
    )
