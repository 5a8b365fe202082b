"""Weekly counts judged by their past: quiet weeks, outbreaks, and what R says of the same weeks."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from answerable.contexts.insight.domain import farrington, quiet, season, two_weeks
from answerable.contexts.insight.domain.warning import METHODS, Method, Rule, judge

OUTBREAK = Path(__file__).resolve().parents[4] / "shared" / "data" / "outbreak"
CHANCE = np.random.default_rng(20260601)


def series(n: int, *, mean: float, phi: float, weeks: int = 420) -> season.Array:
    """Quiet series with a season and this dispersion."""
    mu = mean * np.exp(0.3 * np.cos(2 * np.pi * np.arange(weeks) / 52))
    return CHANCE.negative_binomial(mu / (phi - 1), 1 / phi, size=(n, weeks)).astype(float)


@pytest.mark.parametrize("mean", [0.4, 4.0, 60.0])
def test_quiet_weeks_alarm_about_as_often_as_they_may(mean: float) -> None:
    judged = list(judge(series(150, mean=mean, phi=1.5), first=400, rule=Rule(alpha=0.01)))
    assert 0.003 < np.mean([week.alarm for week in judged]) < 0.02


def test_an_outbreak_over_two_weeks_is_found_and_its_echo_is_not() -> None:
    counts = series(40, mean=10, phi=1.5)
    counts[:, 409] += 20
    counts[:, 410] += 20
    counts[:, 411] = 8
    judged = {week.week: week.alarm.mean() for week in judge(counts, first=400, rule=Rule())}
    assert judged[411] > 0.9
    assert judged[412] == 0


@pytest.mark.parametrize("method", METHODS)
def test_what_comes_later_changes_nothing(method: Method) -> None:
    counts = series(5, mean=3, phi=1.5, weeks=330)
    known = list(judge(counts[:, :320], first=315, rule=Rule(method=method)))
    later = counts.copy()
    later[:, 320:] += 500
    for before, after in zip(known, judge(later, first=315, rule=Rule(method=method)), strict=False):
        assert before.week == after.week
        np.testing.assert_allclose(before.score, after.score)
        np.testing.assert_allclose(before.threshold, after.threshold)


@pytest.mark.parametrize("method", METHODS)
def test_too_short_a_history_gives_no_number_and_no_alarm(method: Method) -> None:
    for week in judge(np.full((1, 60), 5.0), first=55, rule=Rule(method=method)):
        assert np.isnan(week.expected).all()
        assert not week.alarm.any()


def test_a_past_outbreak_does_not_raise_what_is_expected() -> None:
    counts = series(30, mean=8, phi=1.2)
    plain, _ = season.Baseline().expect(counts)
    counts[:, 200:204] += 200
    weighed, _ = season.Baseline().expect(counts)
    assert abs(np.mean(weighed / plain) - 1) < 0.03


def test_a_threshold_is_what_quiet_weeks_reach_that_often() -> None:
    mu, phi = 6.0, 1.8
    y = CHANCE.negative_binomial(mu / (phi - 1), 1 / phi, size=(2, 100_000)).astype(float)
    m, p = np.full(y.shape[1], mu), np.full(y.shape[1], phi)
    evidence = two_weeks.score(y[0], y[1], m, m, p, p)
    assert 0.008 < np.mean(evidence > quiet.threshold(m[:1], p[:1], 0.01)) < 0.012


def test_a_single_case_is_no_outbreak() -> None:
    rare, one = np.full(1, 0.01), np.ones(1)
    assert two_weeks.score(2 * one, 0 * one, rare, rare, one, one)[0] == two_weeks.NOTHING
    assert two_weeks.score(3 * one, 0 * one, rare, rare, one, one)[0] > 2


def test_the_season_of_a_week_is_ten_levels_with_seven_weeks_around_today() -> None:
    levels = farrington.season_levels(np.arange(263, 26, -1))
    assert levels[0] == 9
    assert np.bincount(farrington.season_levels(np.arange(1, 53))).tolist() == [5] * 9 + [7]


@pytest.mark.skipif(not OUTBREAK.is_dir(), reason=f"{OUTBREAK} with R's own alarms is not beside the project")
def test_farrington_alarms_where_r_does() -> None:
    """The first 40 series of the evaluation data; bench/warn.py compares all of them."""
    counts: dict[int, list[float]] = {}
    with gzip.open(OUTBREAK / "series_long.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            if int(row["id"]) > 45:
                break
            counts.setdefault(int(row["id"]), []).append(float(row["y"]))
    ids = list(counts)
    with gzip.open(OUTBREAK / "r_baselines.csv.gz", "rt") as file:
        said = {(int(r["id"]), int(r["t"])): int(r["ff_al_0.01"]) for r in csv.DictReader(file)}
    rule = Rule(method="farrington_flexible", alpha=0.01)
    for week in judge(np.array([counts[i] for i in ids]), first=600, rule=rule):
        assert week.alarm.astype(int).tolist() == [said[i, week.week] for i in ids]
