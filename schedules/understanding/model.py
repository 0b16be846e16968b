"""The closed vocabularies of understanding, and what an understanding holds."""

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum

from schedules.words import Activity, Kind


class Tier(IntEnum):
    """How soon a person must look at a sign; a higher number is sooner."""

    ROUTINE = 1
    SAME_DAY = 2
    EMERGENCY = 3

    @property
    def word(self) -> str:
        """The name that texts, files and programs use."""
        return self.name.lower()


class Sign(StrEnum):
    """A red flag, the most dangerous first; where several are seen the first one gives its name."""

    ANAPHYLAXIS = "anaphylaxis"
    VISION = "vision"
    STROKE = "stroke"
    PE = "pe"
    SEPSIS = "sepsis"
    NECROTISING = "necrotising"
    VASCULAR = "vascular"
    LOCAL_ANAESTHETIC = "local_anaesthetic"
    BLEEDING = "bleeding"
    EYE = "eye"
    ABDOMEN = "abdomen"
    CRISIS = "crisis"
    DVT = "dvt"
    ALLERGY = "allergy"
    MEDICINE_REACTION = "medicine_reaction"
    DONOR_SITE = "donor_site"
    ARM_NERVE = "arm_nerve"
    HERPES = "herpes"
    LATE_NODULE = "late_nodule"
    NOT_HEALED = "not_healed"
    BURN = "burn"
    INFECTION = "infection"
    FEVER = "fever"
    NUMBNESS = "numbness"
    SWELLING = "swelling"
    PAIN_WORSENING = "pain_worsening"
    SCREENING = "screening"
    KELOID = "keloid"
    PIGMENT = "pigment"
    CONTOUR = "contour"
    ITCH = "itch"
    SPOTS = "spots"
    PERSISTENT = "persistent"
    RESULT = "result"


class Intent(StrEnum):
    """What a message is about, signs apart. The `restriction.*` follow the activities."""

    SAUNA = "restriction.sauna"
    EXERCISE = "restriction.exercise"
    ALCOHOL = "restriction.alcohol"
    SMOKING = "restriction.smoking"
    SUN = "restriction.sun"
    MAKEUP = "restriction.makeup"
    WASHING = "restriction.washing"
    SHAVING = "restriction.shaving"
    SWIMMING = "restriction.swimming"
    FLYING = "restriction.flying"
    ACTIVES = "restriction.actives"
    PICKING = "restriction.picking"
    SLEEP = "restriction.sleep"
    PAINKILLER = "restriction.painkiller"
    OTHER_PROCEDURE = "restriction.other_procedure"
    DIET = "restriction.diet"
    DONOR_SITE = "care.donor_site"
    HYDRATION = "care.hydration"
    MOISTURIZER = "care.moisturizer"
    SAFETY = "faq.safety"
    RESULTS = "faq.results"
    FREQUENCY = "faq.frequency"
    SIDE_EFFECTS = "faq.side_effects"
    PREGNANCY = "faq.pregnancy"
    CANDIDACY = "faq.candidacy"
    AGE = "faq.age"
    TREATMENT_INFO = "faq.treatment_info"
    PRICE = "handoff.price"
    APPOINTMENT = "handoff.appointment"
    MEDICATION = "handoff.medication"
    DIAGNOSIS = "handoff.diagnosis"
    HUMAN = "handoff.human"
    COMPLAINT = "handoff.complaint"
    PRIVACY = "bot.privacy"
    STOP = "bot.stop"
    IDENTITY = "bot.identity"
    SMALLTALK = "bot.smalltalk"
    OFFTOPIC = "offtopic"

    @property
    def activity(self) -> Activity | None:
        """The activity that a restriction asks about."""
        group, _, name = self.value.partition(".")
        return Activity(name) if group == "restriction" else None


@dataclass(frozen=True, kw_only=True)
class Care:
    """One treatment as the tier of a sign depends on it; `day` None where it is not known."""

    kind: Kind
    day: int | None = None


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What is known of the person who writes: their local date, and the treatments in care."""

    today: date
    care: tuple[Care, ...] = ()
    treated_on: date | None = None
    """The date of the most recent treatment, from which "day 10" counts."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A sign that the text tells of, and how soon a person must look at it."""

    sign: Sign
    tier: Tier


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """One thing that is asked or told. `on` is the date it is about, where one was named; `done`: it has happened."""

    intent: Intent
    score: float
    activity: Activity | None = None
    on: date | None = None
    done: bool = False


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """What a text means. `findings` have the most urgent first, `meanings` the likeliest first.

    `guesses` is what to offer when nothing is sure; `tier` is the most urgent of the findings, raised by one where two
    of them must be seen the same day, or the person or the place makes it graver. `unsure_sign`: it may tell of a
    symptom that is not known here. `kinds` are the treatments that it names, `age` the years of life.
    """

    findings: tuple[Finding, ...] = ()
    tier: Tier | None = None
    meanings: tuple[Meaning, ...] = ()
    guesses: tuple[Meaning, ...] = ()
    unsure_sign: bool = False
    seen: frozenset[str] = field(default_factory=frozenset)
    kinds: tuple[Kind, ...] = ()
    age: int | None = None
    is_second_look: bool = False
    """No rule saw a sign; the text as a whole is like what people say of one."""

    @property
    def intents(self) -> tuple[str, ...]:
        """The names of everything found: the signs as `redflag.<sign>`, then the meanings."""
        return (*(f"redflag.{found.sign}" for found in self.findings), *(m.intent.value for m in self.meanings))

    @property
    def intent(self) -> str:
        """The first of the intents; where nothing is sure the likeliest guess."""
        unsure = self.guesses[0].intent if self.guesses else Intent.OFFTOPIC
        return next(iter(self.intents), unsure.value)

    @property
    def confidence(self) -> float:
        """How sure that first intent is, from 0 to 1; a sign is a fixed rule."""
        if self.findings:
            return 1.0
        first = next(iter(self.meanings or self.guesses), None)
        return round(min(1.0, first.score), 2) if first else 0.0
