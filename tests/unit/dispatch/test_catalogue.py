from hypothesis import given
from hypothesis import strategies as st

from answerable.contexts.dispatch.domain.catalogue import Facts, Rule, Verdict, find_unit
from answerable.contexts.dispatch.domain.lint import Finding, Flaw, Ground, findings
from answerable.contexts.dispatch.enums import Doubt

# 1 bureau; 2, 3 branches; 4, 5 teams of 2.
PARENTS: dict[int, int | None] = {1: None, 2: 1, 3: 1, 4: 2, 5: 2}
NOISE = Facts(topics=("nuisance.noise", "nuisance"), areas=(40, 4), kind="complaint", local_units=(4, 2))


def within(unit: int, other: int) -> bool:
    at: int | None = unit
    while at is not None and at != other:
        at = PARENTS[at]
    return at == other


def decide(rules: list[Rule], facts: Facts = NOISE) -> Verdict:
    return find_unit(rules, facts, within=within, parent=PARENTS.__getitem__)


def rule(
    rule_id: int,
    unit: int | None,
    *,
    priority: int = 100,
    topic: str | None = None,
    area: int | None = None,
    kind: str | None = None,
) -> Rule:
    return Rule(rule_id, priority, topic, area, kind, unit)


def test_the_more_specific_rule_of_one_priority_wins() -> None:
    rules = [rule(1, 3, topic="nuisance"), rule(2, 5, topic="nuisance.noise"), rule(3, 1)]
    assert decide(rules) == Verdict(5, (2,))


def test_a_lower_priority_number_wins_over_specificity() -> None:
    assert decide([rule(1, 3, priority=10), rule(2, 5, topic="nuisance.noise")]) == Verdict(3, (1,))


def test_a_rule_without_unit_sends_to_whoever_has_jurisdiction() -> None:
    assert decide([rule(1, None, topic="nuisance")]) == Verdict(4, (1,))


def test_a_rule_without_unit_does_not_match_a_case_without_place() -> None:
    nowhere = Facts(topics=("nuisance.noise", "nuisance"), areas=(), kind="complaint", local_units=())
    assert decide([rule(1, None)], nowhere) == Verdict(None, (), Doubt.NO_RULE)


def test_two_equal_rules_that_disagree_are_a_doubt_not_a_coin_toss() -> None:
    verdict = decide([rule(1, 3, topic="nuisance"), rule(2, 4, topic="nuisance")])
    assert verdict == Verdict(None, (1, 2), Doubt.AMBIGUOUS)


def test_two_equal_rules_that_agree_are_no_doubt() -> None:
    assert decide([rule(1, 3, topic="nuisance"), rule(2, 3, topic="nuisance")]).unit_id == 3


def test_a_complaint_about_a_team_goes_to_the_level_above() -> None:
    facts = Facts(NOISE.topics, NOISE.areas, NOISE.kind, NOISE.local_units, walled_units=(4,))
    assert decide([rule(1, None)], facts) == Verdict(2, (1,), raised_from=4)


def test_a_complaint_about_the_bureau_itself_is_left_to_a_person() -> None:
    facts = Facts(NOISE.topics, NOISE.areas, NOISE.kind, NOISE.local_units, walled_units=(1,))
    assert decide([rule(1, None)], facts).doubt is Doubt.WALLED


RULES = st.lists(
    st.builds(
        Rule,
        rule_id=st.integers(1, 50),
        priority=st.integers(1, 3),
        topic=st.sampled_from([None, "nuisance", "nuisance.noise", "traffic"]),
        area_id=st.sampled_from([None, 4, 40, 41]),
        kind=st.sampled_from([None, "complaint", "request"]),
        unit_id=st.sampled_from([None, 1, 2, 3, 4, 5]),
    ),
    max_size=12,
    unique_by=lambda r: r.rule_id,
)


@given(RULES, st.sets(st.sampled_from(list(PARENTS))))
def test_no_catalogue_sends_a_case_to_whom_it_complains_of(rules: list[Rule], walled: set[int]) -> None:
    facts = Facts(NOISE.topics, NOISE.areas, NOISE.kind, NOISE.local_units, tuple(walled))
    verdict = decide(rules, facts)
    assert (verdict.unit_id is None) == bool(verdict.doubt)
    if verdict.unit_id is not None:
        assert not any(within(verdict.unit_id, wall) for wall in walled)


@given(RULES, st.randoms())
def test_the_order_in_which_rules_are_listed_does_not_matter(rules: list[Rule], random: object) -> None:
    shuffled = list(rules)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = decide(rules), decide(shuffled)
    assert (one.unit_id, one.doubt, set(one.rules) if one.doubt else None) == (
        other.unit_id,
        other.doubt,
        set(other.rules) if other.doubt else None,
    )


GROUND = Ground(
    topic_parents={"nuisance": None, "nuisance.noise": "nuisance", "traffic": None},
    area_parents={4: None, 40: 4, 41: 4},
    live_topics=frozenset({"nuisance", "nuisance.noise"}),
    live_units=frozenset({1, 2, 4}),
)


def test_lint_names_rules_that_can_never_act() -> None:
    rules = [
        rule(1, 3),
        rule(2, 1, topic="traffic", priority=50),
        rule(3, 2, topic="nuisance", priority=10),
        rule(4, 4, topic="nuisance.noise", area=40, priority=20),
        rule(5, 4, topic="nuisance", priority=10),
    ]
    found = findings(rules, GROUND)
    assert Finding(1, Flaw.DEAD_UNIT) in found
    assert Finding(2, Flaw.DEAD_TOPIC) in found
    assert Finding(4, Flaw.SHADOWED, 3) in found
    assert Finding(5, Flaw.CONTRADICTS, 3) in found


@given(RULES)
def test_a_rule_that_lint_calls_shadowed_never_decides_alone(rules: list[Rule]) -> None:
    shadowed = {f.rule_id for f in findings(rules, GROUND) if f.flaw is Flaw.SHADOWED}
    assert not shadowed & set(decide(rules).rules)
