"""D12: back to a moment by command, on one history: nothing from before it is lost, and the journal says what is."""

from datetime import UTC, datetime

from drills.checks import check_each_once, check_one_history, come_to_rest, read_json, seal
from drills.crowd import Crowd
from drills.house import House


def test_back_to_a_moment_nothing_before_it_is_lost_and_the_journal_does_not_fork(house: House) -> None:
    before, after = Crowd(house), Crowd(house)
    house.run("db", "backup")
    with before.speaking():
        before.say(20)
    come_to_rest(house, 60)
    seal(house)
    moment = datetime.now(UTC)
    with after.speaking():
        after.say(20)
    # Signed before it is lost: the tiles outside know more than the database will.
    seal(house)
    house.down()
    told = house.run("db", "restore", "--to", moment.isoformat())
    assert "signed lines are lost" in told
    house.up()

    check_each_once(house, before)
    assert (
        house.ask("SELECT 1 FROM intake_submission WHERE text = ANY(%s)", [one.text for one in after.said])
        == []
    )
    # The lost lines keep their places in the tree, and a line of the journal names them.
    [(lost,)] = house.ask("SELECT count(*) FROM ledger_journalleaf WHERE line_id IS NULL")
    assert lost >= after.acknowledged
    assert house.ask("SELECT 1 FROM ledger_journalline WHERE code = 'ledger.lost'") != []
    again = Crowd(house)
    with again.speaking():
        again.say(10)
    come_to_rest(house, 60)
    check_each_once(house, again)
    seal(house)
    again.checkpoints |= {**before.checkpoints, **after.checkpoints}
    check_one_history(house, again)
    assert read_json(house, "/readyz")
    house.run("audit")
