"""Whatever a button carries: an answer each time, never a fault, never somebody else's data. A long random walk."""

import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.router import PLACES, SECTIONS
from schedules.words import Activity, CadenceName, Family, Kind
from tests.handlers.talk import register
from tests.world import JUN, MINA, World

# fmt: off
WORDS = (
    "tick", "agreed", "family", "kind", "day", "cal", "booked", "hours", "hour", "zones", "zone", "done", "back",
    "here", "cancel", "noop", "menu", "page", "entry", "often", "pauses", "pause", "languages", "language", "resume",
    "one", "move", "remove", "really", "tips", "download", "erase", "answers", "yes", "no", "health", "telegram",
    "consent", "time", "0", "1", "2", "3", "7", "9", "12", "99", "-1", "²", "٣", "20260301", "20260228", "20260310",
    "00010101", "99991231", "20260230", "Asia/Tokyo", "Mars/Base", "../../etc", "aftercare", "sun", "en", "ko",
    "pick", "ages", "show", "careful", "case", "fls", "age_30s_40s", "pregnant",
)
# fmt: on
KNOWN = [*WORDS, *PLACES, *Activity, *CadenceName, *Family, *Kind, ""]
likely = st.builds(
    lambda section, words: ":".join((section, *words)),
    st.sampled_from(["go", *SECTIONS]),
    st.lists(st.sampled_from(KNOWN), max_size=3),
)
wild = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=16)
printable = st.text(alphabet=string.printable, min_size=1, max_size=60)
typed = st.sampled_from(["/start", "/stop", "yesterday", "10 March", "02/01/2026", "lisbon", "ouch", "/settings"])
steps = st.lists(
    st.one_of(likely, likely, likely, wild, printable, typed.map(lambda words: ("says", words))), min_size=1, max_size=8
)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=steps)
async def test_a_random_walk_over_buttons_never_trips(registered: World, walk: list[str | tuple[str, str]]) -> None:
    await registered.says(JUN, "/start")
    card = registered.last(JUN).message_id
    for step in walk:
        if isinstance(step, tuple):
            registered.fake.send_text(JUN, step[1])
        else:
            registered.fake.tap(JUN, card, step, stale=True)
    await registered.settle()
    assert await registered.complaints() == []


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=st.lists(st.one_of(likely, likely, wild), min_size=1, max_size=8))
async def test_nothing_of_a_patient_shows_to_another(registered: World, walk: list[str]) -> None:
    if not registered.digests(JUN):
        await register(registered, JUN, ("💧 Mesotherapy",))
    card, mine = registered.last(JUN).message_id, registered.heard(MINA)
    for data in walk:
        if "family" not in data and "kind" not in data:
            registered.fake.tap(JUN, card, data, stale=True)
    await registered.settle()
    assert "CO2" not in "".join(text for text in registered.heard(JUN) if " · day " in text or "Day 0" in text)
    assert "Mina" not in "".join(registered.heard(JUN))
    assert registered.heard(MINA) == mine
