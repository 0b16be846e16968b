"""Each thing that Telegram, or the way to it, can do to a message: what arrives, and what becomes of the delivery."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.telegram.faults import (
    AnswerLost,
    Fault,
    Html,
    NotFoundOnce,
    Refused,
    ResetAfter,
    ResetBefore,
    Status,
    TooManyRequests,
)
from schedules.delivery import DeliveryKind, Reason, State
from schedules.words import PatientStatus
from storage import clinics
from tests.delivery.scene import MINA, MORNING, NURSE, Scene


def refusal(code: int, description: str, **parameters: Any) -> Status:
    return Status(code, {"ok": False, "error_code": code, "description": description, "parameters": parameters})


BAD_ENTITIES = refusal(400, "Bad Request: can't parse entities: Unsupported start tag")


@dataclass(frozen=True, kw_only=True)
class Case:
    """Faults met by the first calls; then the state, how often it was tried and how often it arrived."""

    faults: list[Fault] = field(default_factory=list)
    state: State
    reason: Reason | None = None
    tries: int = 1
    arrivals: int = 0
    is_lost: bool = False


AT_ONCE = {
    "accepted": Case(state=State.SENT, arrivals=1),
    "429": Case(faults=[TooManyRequests(7)], state=State.QUEUED, reason=Reason.FLOOD),
    "connection refused": Case(faults=[Refused()], state=State.QUEUED, reason=Reason.NETWORK),
    "reset before": Case(faults=[ResetBefore()], state=State.UNKNOWN, reason=Reason.ANSWER_LOST),
    "reset after": Case(faults=[ResetAfter()], state=State.UNKNOWN, reason=Reason.ANSWER_LOST, arrivals=1),
    "answer lost": Case(faults=[AnswerLost()], state=State.UNKNOWN, reason=Reason.ANSWER_LOST, arrivals=1),
    "500 of Telegram's": Case(faults=[Status(500)], state=State.QUEUED, reason=Reason.SERVER_ERROR),
    "502 of a gateway": Case(faults=[Html(502)], state=State.UNKNOWN, reason=Reason.ANSWER_LOST),
    "200 with a page": Case(faults=[Html(200)], state=State.UNKNOWN, reason=Reason.ANSWER_LOST),
    "401": Case(faults=[Status(401)], state=State.QUEUED, reason=Reason.TOKEN_REFUSED),
    "404": Case(faults=[NotFoundOnce()], state=State.QUEUED, reason=Reason.TOKEN_REFUSED),
    "chat not found": Case(
        faults=[refusal(400, "Bad Request: chat not found")],
        state=State.FAILED,
        reason=Reason.CHAT_GONE,
        is_lost=True,
    ),
    "bad entities": Case(faults=[BAD_ENTITIES], state=State.SENT, tries=2, arrivals=1),
    "bad entities, and bad as plain text": Case(
        faults=[BAD_ENTITIES, BAD_ENTITIES], state=State.FAILED, reason=Reason.BAD_TEXT, tries=2
    ),
    "too long": Case(
        faults=[refusal(400, "Bad Request: message is too long")], state=State.FAILED, reason=Reason.TOO_LONG
    ),
    "refused for another reason": Case(
        faults=[refusal(403, "Forbidden: something new")], state=State.FAILED, reason=Reason.REFUSED
    ),
}
IN_THE_END = {
    "429": Case(faults=[TooManyRequests(7)] * 9, state=State.SENT, tries=10, arrivals=1),
    "connection refused": Case(faults=[Refused()] * 9, state=State.SENT, tries=10, arrivals=1),
    "500 of Telegram's": Case(faults=[Status(500)] * 4, state=State.SENT, tries=5, arrivals=1),
    "500 of Telegram's, for good": Case(
        faults=[Status(500)] * 9, state=State.FAILED, reason=Reason.ATTEMPTS_USED_UP, tries=5
    ),
    "401": Case(faults=[Status(401)] * 3, state=State.SENT, tries=4, arrivals=1),
    "answer lost": Case(faults=[AnswerLost()] * 2, state=State.UNKNOWN, reason=Reason.ANSWER_LOST, tries=1, arrivals=1),
}


async def send_the_digest(scene: Scene, case: Case) -> int:
    patient_id = await scene.patient()
    scene.turn_to(MORNING)
    scene.fake.faults.script("sendMessage", *case.faults, when=lambda params: params["chat_id"] == MINA)
    await scene.live_until_idle()
    return patient_id


async def check(scene: Scene, case: Case, patient_id: int) -> None:
    one = await scene.the_digest()
    assert (one.state, one.reason) == (case.state, str(case.reason or ""))
    assert len(scene.calls(MINA)) == case.tries
    assert len(scene.heard(MINA)) == case.arrivals
    status = PatientStatus.UNREACHABLE if case.is_lost else PatientStatus.ACTIVE
    assert (await scene.the_patient(patient_id)).facts.status is status
    assert len(scene.heard(NURSE)) == int(case.is_lost)


@pytest.mark.parametrize("case", AT_ONCE.values(), ids=AT_ONCE)
async def test_what_one_answer_makes_of_a_digest(scene: Scene, case: Case) -> None:
    patient_id = await send_the_digest(scene, case)
    await check(scene, case, patient_id)


@pytest.mark.parametrize("case", IN_THE_END.values(), ids=IN_THE_END)
async def test_what_becomes_of_a_digest_in_the_end(scene: Scene, case: Case) -> None:
    patient_id = await send_the_digest(scene, case)
    for _ in range(15):
        scene.pass_time(seconds=91)
        await scene.live_until_idle()
    await check(scene, case, patient_id)


async def test_without_a_network_for_the_rest_of_the_day_the_digest_is_let_go(scene: Scene) -> None:
    await scene.patient()
    scene.turn_to(MORNING)
    scene.fake.faults.script("sendMessage", *[Refused()] * 100)
    await scene.live_until_idle()
    scene.turn_to(MORNING + timedelta(hours=13))
    await scene.live_until_idle()
    one = await scene.the_digest()
    assert (one.state, one.reason) == (State.EXPIRED, Reason.TOO_LATE)
    assert scene.heard() == []


@pytest.mark.parametrize("leave", ["block", "deactivate"])
async def test_a_patient_who_cannot_be_reached_is_tried_once_and_the_clinic_is_told_once(
    scene: Scene, leave: str
) -> None:
    await scene.patient()
    getattr(scene.fake, leave)(MINA)
    scene.turn_to(MORNING)
    await scene.live_until_idle()
    reason = {"block": Reason.BLOCKED, "deactivate": Reason.DEACTIVATED}[leave]
    one = await scene.the_digest()
    assert (one.state, one.reason) == (State.FAILED, reason)
    for days in (1, 2, 3):
        scene.turn_to(MORNING + timedelta(days=days))
        await scene.live_until_idle()
    assert len(scene.calls(MINA)) == 1
    (notice,) = scene.heard(NURSE)
    assert "Mina" in notice


async def test_bad_markup_arrives_once_as_plain_text_without_a_tag(scene: Scene) -> None:
    await send_the_digest(scene, AT_ONCE["bad entities"])
    first, second = scene.calls(MINA)
    assert first["parse_mode"] == "HTML"
    assert "parse_mode" not in second
    (text,) = scene.heard()
    assert "<" not in text
    assert "&" not in text.replace(" & ", "")


async def test_a_notice_whose_answer_was_lost_is_sent_once_more_and_says_so(scene: Scene) -> None:
    patient_id = await scene.patient()
    scene.fake.faults.script("sendMessage", AnswerLost(), AnswerLost(), AnswerLost())
    await scene.notice(patient_id)
    for _ in range(4):
        await scene.live_until_idle()
        scene.pass_time(seconds=10)
    first, second = scene.heard(NURSE)
    assert second == f"Sent again, in case the first did not arrive.\n\n{first}"
    (one,) = await scene.deliveries()
    assert (one.state, one.reason, one.is_repeat) == (State.UNKNOWN, Reason.ANSWER_LOST, True)


async def test_a_notice_follows_the_staff_group_to_its_new_address_and_so_do_all_later_ones(scene: Scene) -> None:
    old, new = -4001, -1_000_000_004_001
    patient_id = await scene.patient()
    scene.fake.add_group(chat_id=old, title="Staff", members=(NURSE,), kind="group")
    async with scene.database.write() as session:
        await clinics.put(session, scene.services.clinic_id, staff_chat_id=old)
    scene.fake.migrate_group(old, new)
    await scene.notice(patient_id, old)
    await scene.live_until_idle()
    assert len(scene.heard(new)) == 1
    (one,) = await scene.deliveries()
    assert (one.state, one.chat_id, one.attempts) == (State.SENT, new, 1)
    async with scene.database.read() as session:
        assert (await scene.services.clinic(session)).staff_chat_id == new


async def test_a_staff_group_that_is_gone_makes_no_patient_unreachable(scene: Scene) -> None:
    patient_id = await scene.patient()
    await scene.notice(patient_id, -4999)
    await scene.live_until_idle()
    (one,) = await scene.deliveries()
    assert (one.kind, one.state, one.reason) == (DeliveryKind.STAFF_NOTICE, State.FAILED, Reason.CHAT_GONE)
    assert (await scene.the_patient(patient_id)).facts.status is PatientStatus.ACTIVE


async def test_every_delivery_has_a_trail_that_leads_from_state_to_state(scene: Scene) -> None:
    await send_the_digest(scene, AT_ONCE["connection refused"])
    scene.pass_time(seconds=10)
    await scene.live_until_idle()
    async with scene.database.read() as session:
        connection = await session.connection()
        found = await connection.exec_driver_sql("SELECT from_state, to_state, reason FROM delivery_event ORDER BY id")
        trail = [tuple(row) for row in found.all()]
    assert trail == [
        ("", "queued", ""),
        ("queued", "claimed", ""),
        ("claimed", "sending", ""),
        ("sending", "queued", "network"),
        ("queued", "claimed", ""),
        ("claimed", "sending", ""),
        ("sending", "sent", ""),
    ]
