"""Time zones by their cities, in the language of whoever types and in English."""

from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from handlers.zones import city, find, known

ENGLISH, KOREAN = Locale.parse("en_GB"), Locale.parse("ko_KR")


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("도쿄", "Asia/Tokyo"),
        ("도쿄에 있어요", "Asia/Tokyo"),
        ("로스 앤젤레스", "America/Los_Angeles"),
        ("뉴욕", "America/New_York"),
        ("괌", "Pacific/Guam"),
        ("Tokyo", "Asia/Tokyo"),
        ("부에노스", "America/Argentina/Buenos_Aires"),
    ],
)
def test_a_city_is_found_in_korean_and_in_english(typed: str, zone: str) -> None:
    assert find(typed, KOREAN) == (zone,)


@pytest.mark.parametrize("typed", ["", "a", "얼굴이 화끈거려요", "atlantis", "america", "my face burns"])
def test_what_is_no_city_finds_nothing(typed: str) -> None:
    assert find(typed, KOREAN) == ()


def test_english_is_found_as_before() -> None:
    assert find("los ang", ENGLISH) == ("America/Los_Angeles",)
    assert find("europe/paris", ENGLISH) == ("Europe/Paris",)
    assert find("도쿄", ENGLISH) == ()


def test_nearly_every_city_has_a_korean_name() -> None:
    latin = [name for name in sorted(known()) if city(ZoneInfo(name), KOREAN).isascii()]
    assert len(latin) <= 3
    assert city(ZoneInfo("Asia/Kolkata"), KOREAN) == "콜카타"
    assert city(ZoneInfo("Asia/Seoul"), ENGLISH) == "Seoul"
