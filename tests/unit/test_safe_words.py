"""The rules N1 to N14 find what they are for, in both languages, and leave in peace what may be said."""

import pytest

from tests.safe_words import RULES, Said, broken, paragraphs

CALL = "☎️ Please call the clinic today: +82 2 555 0100."
CALL_KO = "☎️ 오늘 병원에 꼭 전화하세요: +82 2 555 0100."

BAD = {
    "N1": [
        "This is an infection.",
        "It looks like a mild burn.",
        "You have an allergic reaction.",
        "That could be herpes.",
        "감염이에요.",
        "화상으로 보여요.",
        "알레르기 반응 같아요.",
        "헤르페스가 의심돼요.",
    ],
    "N2": [
        "Take two tablets.",
        "400 mg is enough.",
        "Every 6 hours, with food.",
        "Use ibuprofen.",
        "Please stop taking your blood thinners.",
        "Start the antibiotics again.",
        "Take it three times a day.",
        "타이레놀 드세요.",
        "하루 3번 복용하세요.",
        "두 알을 드세요.",
        "약은 그만 드세요.",
        "항생제를 끊으세요.",
        "500mg이면 돼요.",
    ],
    "N4": [
        "Please send us a photo.",
        "Your photo shows some redness.",
        "In your picture it is a little red.",
        "사진을 보내 주세요.",
        "사진을 보니 조금 붉어요.",
    ],
    "N6": [
        "The clinic has been told.",
        "A nurse will call you.",
        "I have sent it to the clinic.",
        "We have read your message.",
        "I've noted it for the clinic.",
        "병원에 전달했어요.",
        "의료진이 확인하고 있어요.",
        "기록했습니다.",
        "곧 연락드릴게요.",
    ],
    "N7": [
        "Yes.",
        "Yes, after lunch.",
        "You can go to the sauna now.",
        "It is safe to swim.",
        "Sauna is allowed today.",
        "That is fine.",
        "Go ahead.",
        "📅 Rule ended. Sauna: the last day was Sun 15 Mar.",
        "네, 돼요.",
        "가능해요.",
        "사우나 가도 돼요.",
        "이제 운동해도 됩니다.",
        "마셔도 괜찮아요.",
        "📅 제한 기간이 끝났어요. 사우나: 3월 15일까지였어요.",
    ],
    "N9": [
        "Results are guaranteed.",
        "It works 100 %.",
        "You will look great.",
        "We are better than other clinics.",
        "PRP is one of the proven methods.",
        "Your clinic's guide says that the two help each other.",
        "효과를 보장해요.",
        "확실히 젊어져요.",
        "검증된 방법이에요.",
        "안내문에 따르면 두 시술은 서로 도와요.",
    ],
    "N10": [
        "You should not have done that.",
        "Why did you go?",
        "You were told not to.",
        "That was a bad idea.",
        "왜 가셨어요?",
        "하지 말았어야 해요.",
        "조심하셨어야죠.",
    ],
    "N11": [
        "There is no need to call.",
        "You do not need to see a doctor.",
        "Please don't phone us at night.",
        "It can wait until Monday.",
        "전화하지 않아도 돼요.",
        "병원에 오실 필요 없어요.",
    ],
}
BAD_BESIDE_A_SIGN = {
    "N1": ["Infection is rare.", "감염은 드물어요."],
    "N3": [
        "That is normal.",
        "Don't worry.",
        "It is nothing serious.",
        "Wait and see.",
        "It is probably the sun.",
        "It goes away by itself.",
        "Call us 😊",
        "정상이에요.",
        "괜찮아요.",
        "걱정 마세요.",
        "아마 햇빛 때문이에요.",
        "지켜보세요.",
    ],
    "N5": [
        "Sauna: the rule has ended.",
        "A tip for today: drink water.",
        "Rate us with five stars.",
        "You are cleared for exercise.",
        "사우나 제한 기간이 끝났어요.",
        "이벤트 할인 중이에요.",
    ],
    "N9": ["Your clinic's guide names proven methods. No treatment is free of risk."],
    "N11": ["A person must check this.", "사람이 확인해야 해요."],
}
GOOD = [
    CALL,
    CALL_KO,
    "⛔ Not yet. Sauna, steam room: wait until the end of Sun 15 Mar.",
    "📅 Rule ended. Sauna: the last day was Sun 15 Mar.\nSkin still open or sore? Wait and ask your clinic.",
    "Ask your clinic which pain relief to use. Do not stop any prescribed medicine yourself.",
    "Your clinic's guide calls these proven methods. Still, no treatment is free of risk.",
    "I cannot look at photos. Nobody reads this chat.",
    "Thank you for telling me. It happens. Now keep cool.",
    "In rare cases there is an infection, dark marks or an allergic reaction.",
    "⛔ 아직 안 돼요. 사우나: 3월 15일 (일)까지 쉬어 주세요.",
    "📅 제한 기간이 끝났어요. 사우나: 3월 15일까지였어요.\n피부가 덜 아물었거나 아프면 더 쉬고 병원에 물어보세요.",
    "처방받은 약을 혼자 판단해서 끊지 마세요.",
    "말해 줘서 고마워요. 그럴 수 있어요.",
    "“토요일에 사우나 가도 돼요?”처럼 물어봐 주세요.",
]


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in BAD.items() for text in texts])
def test_a_bad_text_breaks_its_rule(rule: str, text: str) -> None:
    assert broken(Said(text=text), rule)


@pytest.mark.parametrize(
    ("rule", "text"), [(rule, text) for rule, texts in BAD_BESIDE_A_SIGN.items() for text in texts]
)
def test_beside_a_sign_more_is_bad(rule: str, text: str) -> None:
    assert broken(Said(text=text, tier="same_day"), rule)
    assert not broken(Said(text=text), rule)


@pytest.mark.parametrize("text", GOOD)
def test_what_may_be_said_breaks_nothing(text: str) -> None:
    assert broken(Said(text=text)) == []


def test_comfort_is_bad_beside_the_mildest_sign_too() -> None:
    assert broken(Said(text="Don't worry.", tier="routine"), "N3")


def test_beside_a_sign_only_fixed_words_may_stand() -> None:
    told = "Please call +82 2 555 0100."
    fixed = frozenset(paragraphs(f"{told}\n\nClosed? Go to urgent care.", ["Call now, not this evening."]))
    for text in (told, f"{told} Call now, not this evening.", f"{told}\n\nClosed? Go to urgent care."):
        assert broken(Said(text=text, tier="same_day", fixed=fixed), "N5") == []
    for text in (f"{told} Drink water.", f"{told}\n\n⛔ Not yet. Sauna."):
        assert broken(Said(text=text, tier="same_day", fixed=fixed), "N5")


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Wait 5 days.", ("d", 5)),
        ("It takes 3 to 5 weeks.", ("w", 5)),
        ("From day 5 on.", ("d", 5)),
        ("Day 5 after PRP: pink.", ("d", 5)),
        ("5일 기다리세요.", ("d", 5)),
        ("3~5주 걸려요.", ("w", 5)),
        ("5개월 뒤예요.", ("m", 5)),
        ("5시간 뒤에", ("h", 5)),
    ],
)
def test_a_number_that_nobody_gave_is_found(text: str, time: tuple[str, int]) -> None:
    others = {(unit, number) for unit in "hdwm" for number in range(20)} - {time}
    assert broken(Said(text=text, durations=frozenset(others)), "N8")
    assert not broken(Said(text=text, durations=frozenset({*others, time})), "N8")


@pytest.mark.parametrize("text", ["Until Sun 15 Mar.", "3월 15일까지 쉬세요.", "Call 119.", "SPF 50+", "38 °C", "7/10"])
def test_dates_and_other_numbers_are_no_time(text: str) -> None:
    assert broken(Said(text=text, durations=frozenset()), "N8") == []


def test_a_treatment_in_the_first_line_of_what_shows_on_a_lock_screen_is_found() -> None:
    names = ("PRP", "fractional CO2 laser")
    assert broken(Said(text="Day 3 after PRP\nHello", names=names, is_planned=True), "N12")
    assert broken(Said(text=f"CO2: {CALL}", names=("CO2",), tier="same_day"), "N12")
    assert broken(Said(text="Day 3. Hello\nPRP", names=names, is_planned=True), "N12") == []
    assert broken(Said(text="PRP means …", names=names), "N12") == []


def test_a_minor_is_told_of_a_guardian_and_nothing_else() -> None:
    guardian = "Please have a parent call the clinic."
    assert broken(Said(text=guardian, guardian=guardian, is_minor=True), "N13") == []
    assert broken(Said(text=f"⛔ Not yet.\n\n{guardian}", guardian=guardian, is_minor=True), "N13")
    assert broken(Said(text="⛔ Not yet.", guardian=guardian, is_minor=True), "N13")
    assert broken(Said(text=CALL, guardian=guardian, is_minor=True, tier="same_day"), "N13") == []
    told = f"📝 Please tell the clinic.\n\n{guardian}"
    assert broken(Said(text=told, guardian=guardian, is_minor=True, tier="routine"), "N13") == []


def test_an_answer_before_the_question_about_signs_is_found() -> None:
    asks = "Does something feel wrong?"
    assert broken(Said(text=f"{asks} Tap below.\n\n⛔ Not yet.", may_be_a_sign=True, asks_first=asks), "N14") == []
    assert broken(Said(text=f"⛔ Not yet.\n\n{asks}", may_be_a_sign=True, asks_first=asks), "N14")
    assert broken(Said(text="⛔ Not yet.", may_be_a_sign=True, asks_first=asks), "N14")


def test_every_rule_has_a_bad_text() -> None:
    assert {*BAD, *BAD_BESIDE_A_SIGN} | {"N8", "N12", "N13", "N14"} == set(RULES)
