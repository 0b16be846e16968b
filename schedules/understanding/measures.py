"""Numbers that are signs: a temperature, and pain on a scale to ten."""

import re
from collections.abc import Iterator

FEVER = 38.0
"""Degrees Celsius from which a fever must be seen the same day."""

WARM = 37.5
"""Degrees Celsius from which the clinic should hear of it."""

COLD = 35.5
"""Degrees Celsius up to which a body is dangerously cold."""

STRONG_PAIN = 7
"""Out of ten."""

_NO_AGE = r"(?<! im)(?<! i am)(?<! m)(?<! age)(?<! aged)(?<! shes)(?<! hes)(?<! she is)(?<! he is)"
_NO_COUNT = (
    r"(?! (?:years?|yrs?|yo|y|hours?|hrs?|h|days?|weeks?|wks?|months?|minutes?|mins?|times|kg|won|dollars)(?= ))"
)
_CELSIUS = re.compile(
    rf"(?:{_NO_AGE} (3[4-9]|4[0-2])|(?<= )(3[4-9]|4[0-2])(?=\.))(?:\.([0-9]{{1,2}}))?{_NO_COUNT}"
    r" ?(?:degrees?|deg|c|celsius|°|℃|도)?(?= )"
)
_KOREAN_COUNT = re.compile(
    r"(?<= )([0-9]+(?:\.[0-9]+)?) "
    r"(?:살|세|만|원|일|분|주|게월|번|명|데|키로|킬로|시|월|회|층|프로|퍼센|년|알|도짜리)(?!요)"
)
"""A number that counts something else: "39만원", "38일"."""
_KOREAN_POINT = re.compile(r"(?<= )([34][0-9]) 점 ([0-9])(?= )")
_OF_THE_BODY = re.compile(r"체온|몸|열[이도은나과랑]|열(?=3[5-9]|4[0-2])|고열|미열|발열|해열|오한")
_OF_A_PLACE = re.compile(
    r"(?<![진눈])물|온도|기온|날씨|폭염|밖|실네|사우나|찜질|탕|욕조|(?<![시수입])술|소주|위스키|도수|보드카|에어컨|바람"
)
_ONLY_A_NUMBER = re.compile(r" (3[89]|4[01])\.([0-9])(?= )" + _NO_COUNT)
"""A fever as people type it without any other word of heat: "39.1!!"."""
_FAHRENHEIT = re.compile(r" (9[5-9]|10[0-9])(?:\.([0-9]))? ?(?:degrees?|deg|f|fahrenheit|°|℉)?(?= )")
_HALF = re.compile(r"([34][0-9])도반")
_HEAT = re.compile(
    r" (?:fever\w*|temp\w*|thermometer|degrees?|deg|celsius|fahrenheit|°|℃|℉|c|f)(?= )|체온|열|도반|[0-9]도"
)
_SCALE = re.compile(
    r" (10|[0-9])(?:\.[0-9])? (?:out of |of |over )?10(?= )"
    r"|10점(?:만점)?(?:으로|중에서|중에|중|에서|에)?(?:치면)?[^|0-9]{0,3}(10|[0-9])|(10|[0-9])점(?!만점|중)"
)
_HURTS = re.compile(
    r" (?:pain\w*|hurt\w*|ach\w*|sore\w*|burn\w*|throb\w*|ouch|sting\w*)(?= )"
    r"|통증|아프|아파|아픔|아픈|아픕|쑤시|욱신|쓰라|따가"
)
_PAIN_IS = re.compile(
    r" (?:pain|soreness|ache) "
    r"(?:is |was |it |at |level |about |around |score |now |a |an |of |maybe |like |rate |to )*(10|[0-9])"
    rf"{_NO_COUNT}(?= )"
    r"|통증[^|0-9]{0,8}(10|[0-9])"
    r"(?![0-9]| ?(?:일|주|시간|분|번|게|회|달|년|차|알|가지|군데|점 ?만점|점 ?중))"
)

_NO_TIME = (
    r"(?! (?:hours?|hrs?|h|days?|d|weeks?|wks?|w|months?|mo|minutes?|mins?|min|times|percent|kg|st|nd|rd|th)(?= ))"
)
_RELATIVE = "(?:daughter|son|sister|brother|niece|nephew|kid|child|boy|girl|teen|teenager|friend|cousin)"
_AGE = re.compile(
    r" (?:im|i am|aged?|shes|hes|she is|he is|turning|" + _RELATIVE + r" (?:is|s|just turned|turns))"
    r" (?:is |a |only |just )?(1[0-9]|[2-9][0-9])(?= )"
    + _NO_TIME
    + r"| (1[0-9]|[2-9][0-9]) (?:years? old|yo|yr old|yrs old|y o|s)(?= )"
)
_KOREAN_AGE = re.compile(r"(1[0-9]|[2-9][0-9])(?:살|세|대)")


def temperatures(words: str, squeezed: str) -> Iterator[float]:
    """Every body temperature that is told, in degrees Celsius."""
    if _OF_A_PLACE.search(squeezed) and not _OF_THE_BODY.search(squeezed):
        return
    words = _KOREAN_COUNT.sub("", _KOREAN_POINT.sub(r"\1.\2", words))
    if not _HEAT.search(words) and not _HEAT.search(squeezed):
        yield from (float(f"{match[1]}.{match[2]}") for match in _ONLY_A_NUMBER.finditer(words))
        return
    for match in _CELSIUS.finditer(words):
        yield float(f"{match[1] or match[2]}.{match[3] or 0}") + (0.5 if _HALF.search(squeezed) else 0.0)
    for match in _FAHRENHEIT.finditer(words):
        yield (float(f"{match[1]}.{match[2] or 0}") - 32) / 1.8


def pains(words: str, squeezed: str) -> Iterator[int]:
    """Every strength of pain that is told, out of ten."""
    for pattern in (_SCALE, _PAIN_IS):
        for text in (words, squeezed):
            if _HURTS.search(text):
                yield from (int(next(group for group in m.groups() if group)) for m in pattern.finditer(text))


def age(words: str, squeezed: str) -> int | None:
    """The years of life that somebody tells of, where they can be an adult's or a youth's."""
    found = _AGE.search(words) or _KOREAN_AGE.search(squeezed)
    return int(next(group for group in found.groups() if group)) if found else None


def measured(words: str, squeezed: str) -> tuple[frozenset[str], frozenset[str]]:
    """What the numbers tell, and what they deny, as names of observations."""
    told, denied = set(), set()
    told_heat = list(temperatures(words, squeezed))
    heat = max(told_heat, default=None)
    if heat is not None:
        told |= {"very_cold"} if min(told_heat) <= COLD else set()
        if round(heat, 1) >= FEVER:
            told.add("fever")
        else:
            denied.add("fever")
            (told if heat >= WARM else denied).add("warm")
    if max(pains(words, squeezed), default=0) >= STRONG_PAIN:
        told.add("strong_pain")
    return frozenset(told), frozenset(denied)
