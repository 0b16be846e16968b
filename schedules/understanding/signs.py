"""When what was said makes a sign of danger: by the treatment, the care day, and what else was said."""

from collections.abc import Sequence
from dataclasses import dataclass

from schedules.understanding.model import Care, Finding, Sign, Tier
from schedules.words import Kind


@dataclass(frozen=True, kw_only=True)
class Condition:
    """When what was said makes a sign, by the treatment and the care day.

    `unless_known` False: where treatment or day is not known the condition does not hold; True: it holds.
    """

    seen: str
    also: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    from_day: int | None = None
    through_day: int | None = None
    holds_unknown: bool = True
    tier: Tier | None = None

    def holds(self, seen: frozenset[str], care: Sequence[Care]) -> bool:
        """Whether it holds for any of the treatments in care."""
        if self.seen not in seen or (self.also and not self.also & seen) or self.without & seen:
            return False
        return any(self._fits(one) for one in care) if care else (self.holds_unknown or not self._depends)

    @property
    def _depends(self) -> bool:
        return bool(self.kinds) or self.from_day is not None or self.through_day is not None

    def _fits(self, care: Care) -> bool:
        if self.kinds and care.kind not in self.kinds:
            return False
        if care.day is None:
            return self.holds_unknown or (self.from_day is None and self.through_day is None)
        return (self.from_day or 0) <= care.day and (self.through_day is None or care.day <= self.through_day)


@dataclass(frozen=True, kw_only=True)
class SignRule:
    """A red flag: how soon it must be seen, and the conditions of which one is enough."""

    sign: Sign
    tier: Tier
    conditions: tuple[Condition, ...]
    sources: tuple[str, ...]
    one_with: frozenset[Sign] = frozenset()
    """Signs that are another side of this one, and not a second one beside it."""

    def found(self, seen: frozenset[str], care: Sequence[Care]) -> Finding | None:
        """The finding, at the most urgent tier of the conditions that hold."""
        tiers = [one.tier or self.tier for one in self.conditions if one.holds(seen, care)]
        return Finding(sign=self.sign, tier=max(tiers)) if tiers else None
