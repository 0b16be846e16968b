"""The closed vocabularies of Afterglow: treatment kinds, activities, ranks of authority, cadences."""

from enum import StrEnum


class Kind(StrEnum):
    """A kind of treatment; each has one protocol."""

    PRP = "prp"
    CO2 = "co2"
    DUAL_LASER = "dual_laser"
    TONING = "toning"
    ADSC = "adsc"
    PRP_ADSC = "prp_adsc"
    DERMAROLLER = "dermaroller"
    DERMAPEN = "dermapen"
    RF_MN = "rf_mn"
    MESO = "meso"


class Family(StrEnum):
    """How the clinic's guide groups the kinds; the first question of a registration."""

    PRP = "prp"
    LASER = "laser"
    STEM_CELL = "stem_cell"
    MICRONEEDLING = "microneedling"
    MESO = "meso"


class Activity(StrEnum):
    """Something a patient may ask to do. Names follow the `restriction.*` intents."""

    SAUNA = "sauna"
    EXERCISE = "exercise"
    ALCOHOL = "alcohol"
    SMOKING = "smoking"
    SUN = "sun"
    MAKEUP = "makeup"
    WASHING = "washing"
    SHAVING = "shaving"
    WAXING = "waxing"
    SWIMMING = "swimming"
    FLYING = "flying"
    ACTIVES = "actives"
    PICKING = "picking"
    SLEEP = "sleep"
    PAINKILLER = "painkiller"
    OTHER_PROCEDURE = "other_procedure"
    DIET = "diet"


class Rank(StrEnum):
    """Who says so, highest authority first."""

    RED_FLAG = "red_flag"
    CLINIC = "clinic"
    ARTICLE = "article"
    DEFAULT = "default"
    PUBLIC = "public"


class CadenceName(StrEnum):
    """How often a patient wants to hear from us."""

    DAILY = "daily"
    STANDARD = "standard"
    ESSENTIAL = "essential"


class PatientStatus(StrEnum):
    """Whether the plan may speak to a patient at all."""

    ACTIVE = "active"
    STOPPED = "stopped"
    UNREACHABLE = "unreachable"
