"""How Korean is understood: a specification by example of what counts, and of what does not."""

import pytest

from schedules.understanding import Lexicon
from tests.phrasebook import read, ruled
from tests.shipped import shipped


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return shipped().lexicon


@pytest.mark.parametrize(
    "text",
    [
        "감각 이상 없음, 물집 없음",
        "두드러기 안났고 가렵지도 않아요",
        "시야 흐림 없고 눈 아픈 것도 없어요",
        "입술포진 같은 건 안 올라왔어요",
        "물집 안 잡히게 하려면 뭘 조심해야 해요",
    ],
)
def test_what_is_denied_is_no_sign(text: str, lexicon: Lexicon) -> None:
    assert ruled(read(text, lexicon)) is None


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("왼볼만 부풀었어요 오른쪽은 벌써 빠졌어요", "one_sided_swelling"),
        ("두드러기가 났다 사라지고 또 나요", "hives"),
        ("감각이 없어요", "numb_patch"),
        ("눌르면 아픈 혹이 생겼어요", "sore_lump"),
        ("아파서 한숨도 못 잤어요", "strong_pain"),
    ],
)
def test_what_is_over_at_another_place_or_comes_again_still_counts(text: str, seen: str, lexicon: Lexicon) -> None:
    assert seen in read(text, lexicon).seen


@pytest.mark.parametrize(
    "text",
    [
        "다음주 스피닝 한시간 타도 되나요",
        "비트코인 살까 말까",
        "지방색전증이라는 거 무서운데 얼마나 드문가요",
        "붓기 다 빠졌고 열감도 없어요",
    ],
)
def test_a_word_that_arises_between_two_others_is_no_sign(text: str, lexicon: Lexicon) -> None:
    assert ruled(read(text, lexicon)) is None


@pytest.mark.parametrize(
    "text",
    ["가격 보고 눈알 튀어나옴", "배고파서 쓰러지기 직전이에요", "예약 못 잡아서 숨넘어가요", "숨차게 뛰는 건 안 되죠"],
)
def test_a_figure_of_speech_is_no_sign(text: str, lexicon: Lexicon) -> None:
    assert ruled(read(text, lexicon)) is None


def test_the_name_of_the_treatment_does_not_hide_a_fever(lexicon: Lexicon) -> None:
    assert "fever" in read("38도 3부예요 시술 때문일까요", lexicon).seen
