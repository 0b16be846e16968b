"""The forms of Korean verbs in patterns: a table of stems, the irregular ones included."""

import pytest

from schedules.understanding.verbs import forms, spelled_out


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        # A vowel at the end: the endings -ㄴ, -ㄹ, -ㅁ, -ㅂ and the past melt into it.
        ("번지", "번지 번진 번질 번짐 번집 번져 번졌"),
        ("나오", "나오 나온 나올 나옴 나옵 나와 나왔"),
        ("멈추", "멈추 멈춘 멈출 멈춤 멈춥 멈춰 멈췄"),
        ("돌아가", "돌아가 돌아간 돌아갈 돌아감 돌아갑 돌아갔"),
        ("켜", "켜 켠 켤 켬 켭 켰"),
        ("안되", "안되 안된 안될 안됨 안됩 안돼 안됐"),
        ("쉬", "쉬 쉰 쉴 쉼 쉽"),
        ("바뀌", "바뀌 바뀐 바뀔 바뀜 바뀝 바껴 바꼈"),
        # 하: 해.
        ("심하", "심하 심한 심할 심함 심합 심해 심했"),
        # ㅡ falls away before 아 and 어, whose vowel follows the one before.
        ("아프", "아프 아픈 아플 아픔 아픕 아파 아팠"),
        ("기쁘", "기쁘 기쁜 기쁠 기쁨 기쁩 기뻐 기뻤"),
        ("크", "크 큰 클 큼 큽 커 컸"),
        # 르: doubled ㄹ, in speech before other endings too; 따르 and 푸르 are not of these.
        ("누르", "누르 누른 누를 누름 누릅 눌러 눌렀 눌르"),
        ("오르", "오르 오른 오를 오름 오릅 올라 올랐 올르"),
        ("따르", "따르 따른 따를 따름 따릅 따라 따랐"),
        ("푸르", "푸르 푸른 푸를 푸름 푸릅"),
        # ㅂ becomes 우, or 오 in 돕 and 곱; 잡 and its like keep it.
        ("가렵", "가렵 가려우 가려워 가려웠 가려운 가려울 가려움"),
        ("돕", "돕 도우 도와 도왔 도운 도울 도움"),
        ("잡", "잡"),
        ("뒤집", "뒤집"),
        ("뽑", "뽑"),
        # ㅅ falls away; 씻 and its like keep it.
        ("붓", "붓 부어 부었 부은 부을 부음 부으"),
        ("낫", "낫 나아 나았 나은 나을 나음 나으"),
        ("씻", "씻"),
        ("솟", "솟"),
        # ㄷ becomes ㄹ; 받 and its like keep it.
        ("걷", "걷 걸어 걸었 걸은 걸을 걸음 걸으"),
        ("깨닫", "깨닫 깨달아 깨달았 깨달은 깨달을 깨달음 깨달으"),
        ("받", "받"),
        # ㄹ falls away before ㄴ and ㅂ; a stem of one syllable would be too short to look for without its ending.
        ("힘들", "힘들 힘든 힘듭 힘듦 힘드 힘듬"),
        ("들", "들 든 듭 듦 드는 드네 드니"),
        # ㅎ of colours falls away; 좋 and its like keep it.
        ("빨갛", "빨갛 빨가 빨간 빨개 빨갰"),
        ("하얗", "하얗 하야 하얀 하얘 하얬"),
        ("퍼렇", "퍼렇 퍼러 퍼런 퍼레 퍼렜"),
        ("넣", "넣"),
        # Nothing changes.
        ("맺", "맺"),
        ("끓", "끓"),
    ],
)
def test_a_stem_has_these_forms(stem: str, expected: str) -> None:
    assert " ".join(forms(stem)) == expected


def test_only_the_marked_stem_of_a_pattern_is_spelled_out() -> None:
    assert spelled_out("목 붓~/조여 .. 심") == "목 붓/부어/부었/부은/부을/부음/부으/조여 .. 심"


def test_words_joined_to_a_stem_stand_before_each_form() -> None:
    assert spelled_out("힘_안들~") == "힘_안들/힘_안든/힘_안듭/힘_안듦/힘_안드/힘_안듬"
