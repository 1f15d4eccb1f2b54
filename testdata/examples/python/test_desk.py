import os

if os.environ.get("NAIVE"):
    from desk_naive import Desk
else:
    from desk import Desk


def test_a_recording_is_kept_with_its_ticket(world):
    keeps_the_recording(world)


def test_a_callback_that_overtakes_the_answer_is_not_lost(world):
    world.arrange("""
        - on: {event: call.completed}
          do: {deliver: early}
    """)
    keeps_the_recording(world)


def keeps_the_recording(world):
    desk = Desk(world.env["INDUSLABS_BASE_URL"], world.env["INDUSLABS_EMAIL"], world.env["INDUSLABS_PASSWORD"])
    desk.address = world.receive(desk.heard)

    desk.call("T-17", customer="919876543210")
    world.advance("5m")

    assert list(desk.recordings) == ["T-17"]
