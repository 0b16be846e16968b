"""The colours of the pictures, and every pair of text and ground that they use: tests compute the contrast of each."""

from typing import Final

Rgb = tuple[int, int, int]

PAPER: Final[Rgb] = (255, 250, 246)
CARD: Final[Rgb] = (255, 255, 255)
EDGE: Final[Rgb] = (246, 233, 225)
PLUM: Final[Rgb] = (58, 29, 59)
MUTED: Final[Rgb] = (109, 84, 106)
CORAL: Final[Rgb] = (255, 142, 122)
PEACH: Final[Rgb] = (255, 200, 164)
ROSE: Final[Rgb] = (250, 196, 208)
LILAC: Final[Rgb] = (220, 199, 240)
SUN: Final[Rgb] = (255, 248, 240)
SHADOW: Final[Rgb] = (150, 96, 84)
TRACK: Final[Rgb] = (248, 239, 233)

NO: Final[Rgb] = (230, 108, 92)
NO_STRIPE: Final[Rgb] = (245, 164, 146)
NO_ICON: Final[Rgb] = (190, 62, 52)
TINT: Final[Rgb] = (255, 235, 227)
TINT_STRIPE: Final[Rgb] = (252, 220, 208)
ASK: Final[Rgb] = (250, 222, 168)
ASK_DOT: Final[Rgb] = (196, 132, 38)
ASK_ICON: Final[Rgb] = (143, 88, 12)
CARE: Final[Rgb] = (146, 190, 166)
CARE_ICON: Final[Rgb] = (52, 110, 82)
DONE: Final[Rgb] = (222, 208, 214)
RESULT: Final[Rgb] = (255, 221, 196)
RESULT_ICON: Final[Rgb] = (190, 92, 40)
SESSION: Final[Rgb] = (226, 212, 244)
SESSION_LINE: Final[Rgb] = (158, 128, 206)
SESSION_ICON: Final[Rgb] = (98, 66, 160)
END: Final[Rgb] = (186, 92, 20)
NOTE: Final[Rgb] = (255, 240, 230)

DAWN: Final = (CORAL, PEACH, ROSE, LILAC)
TEXT_ON: Final[tuple[tuple[Rgb, Rgb], ...]] = (
    *((PLUM, ground) for ground in (PAPER, CARD, *DAWN, SUN, TINT, TINT_STRIPE, RESULT, SESSION, NOTE)),
    *((MUTED, ground) for ground in (PAPER, CARD, TINT, TINT_STRIPE, SUN)),
    (CARD, PLUM),
)
"""Every text colour with every ground that it may stand on."""


SRGB_KNEE: Final = 0.04045


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of two colours by WCAG 2: 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """The colour that lies `share` (0 to 1) of the way from one to the other."""
    return (
        round(one[0] + (other[0] - one[0]) * share),
        round(one[1] + (other[1] - one[1]) * share),
        round(one[2] + (other[2] - one[2]) * share),
    )


def dawn(share: float) -> Rgb:
    """The colour of the dawn at a share (0 to 1) of its way: coral, peach, rose, lilac."""
    stage = min(int(share * (len(DAWN) - 1)), len(DAWN) - 2)
    return mix(DAWN[stage], DAWN[stage + 1], share * (len(DAWN) - 1) - stage)


def _luminance(colour: Rgb) -> float:
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= SRGB_KNEE else float(((channel + 0.055) / 1.055) ** 2.4)
