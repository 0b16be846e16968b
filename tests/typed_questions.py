"""Questions as people type them, one for each activity and language; `{on}` is a date."""

from datetime import date

from schedules.words import Activity

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
QUESTIONS = {
    "en": {
        Activity.SAUNA: "can i go to the sauna on {on}",
        Activity.EXERCISE: "can i go to the gym on {on}",
        Activity.ALCOHOL: "can i drink alcohol on {on}",
        Activity.SMOKING: "can i smoke on {on}",
        Activity.SUN: "can i use sunscreen on {on}",
        Activity.MAKEUP: "can i wear makeup on {on}",
        Activity.WASHING: "can i wash my face on {on}",
        Activity.SHAVING: "can i shave on {on}",
        Activity.WAXING: "can i get a wax on {on}",
        Activity.SWIMMING: "can i go swimming on {on}",
        Activity.FLYING: "can i fly on {on}",
        Activity.ACTIVES: "can i use retinol on {on}",
        Activity.PICKING: "can i pick the scabs off on {on}",
        Activity.SLEEP: "can i sleep on my side on {on}",
        Activity.PAINKILLER: "can i take a painkiller on {on}",
        Activity.OTHER_PROCEDURE: "can i get botox on {on}",
        Activity.DIET: "can i eat spicy food on {on}",
    },
    "ko": {
        Activity.SAUNA: "{on}에 사우나 가도 돼요?",
        Activity.EXERCISE: "{on}에 헬스장 가도 돼요?",
        Activity.ALCOHOL: "{on}에 술 마셔도 돼요?",
        Activity.SMOKING: "{on}에 담배 피워도 돼요?",
        Activity.SUN: "{on}에 선크림 발라도 돼요?",
        Activity.MAKEUP: "{on}에 화장해도 돼요?",
        Activity.WASHING: "{on}에 세수해도 돼요?",
        Activity.SHAVING: "{on}에 면도해도 돼요?",
        Activity.WAXING: "{on}에 왁싱해도 돼요?",
        Activity.SWIMMING: "{on}에 수영장 가도 돼요?",
        Activity.FLYING: "{on}에 비행기 타도 돼요?",
        Activity.ACTIVES: "{on}에 레티놀 발라도 돼요?",
        Activity.PICKING: "{on}에 딱지 떼도 돼요?",
        Activity.SLEEP: "{on}에 옆으로 누워 자도 돼요?",
        Activity.PAINKILLER: "{on}에 진통제 먹어도 돼요?",
        Activity.OTHER_PROCEDURE: "{on}에 보톡스 맞아도 돼요?",
        Activity.DIET: "{on}에 매운 음식 먹어도 돼요?",
    },
}


def written(on: date, language: str) -> str:
    """A date as people type it: 15 March, 3월 15일."""
    return f"{on.month}월 {on.day}일" if language == "ko" else f"{on.day} {MONTHS[on.month - 1]}"


def typed(activity: Activity, on: date, language: str) -> str:
    """The question about an activity on a date."""
    return QUESTIONS[language][activity].format(on=written(on, language))
