"""`answerable up` is alone over its folder, and comes back after it was killed."""

from drills.checks import check_all
from drills.crowd import Crowd
from drills.house import House, wait_until


def test_a_second_up_over_the_same_folder_refuses_and_harms_nothing(house: House) -> None:
    told = house.run("up", code=1)
    assert f"runs already over {house.data}" in told
    assert house.is_ready()


def test_after_up_was_killed_the_next_one_comes_up_by_itself_and_alone(house: House) -> None:
    crowd = Crowd(house)
    with crowd.speaking():
        crowd.say(10)
        assert house.process is not None
        house.kill(house.process.pid)
        house.process.wait(10)
        house.begin()
        pid = str(house.process.pid)
        wait_until(lambda: (house.data / "up.lock").read_text() == pid, 20, "begun")
        # It has the folder, waits for what the killed one has left behind, and serves nothing yet.
        told = house.run("up", code=1)
        assert f"(process {pid})" in told
        house.wait_ready()
        crowd.say(10)
    check_all(house, crowd)
