"""The content in force while the bot runs: it follows the clinic's own folder, and never into a mistake."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

from schedules.understanding import Situation, understand
from storage.content.checks import check
from storage.content.copies import GoodCopy, look_of
from storage.content.loader import all_mistakes, load_content
from storage.content.mistakes import raise_all
from storage.content.model import Content, ContentError, Place
from storage.content.problems import Problem, in_order
from storage.content.walk import yaml_files


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What is to be done about the clinic's folder as it looked at a moment.

    `content` is to come into force; None: what is in force stays, because of `mistakes`, or because nothing changed but
    whether a copy could be put aside (`kept`). `mended`: there were mistakes before. `look` is the fingerprint of
    the folder.
    """

    look: str
    content: Content | None = None
    mistakes: tuple[Problem, ...] = ()
    kept: bool = True
    mended: bool = False


class LiveContent:
    """The shipped content with the clinic's folder over it, always the last good state of both.

    `look` reads files and is to be called off the event loop, by one caller; its verdict comes into force by `take`.
    """

    def __init__(self, content: Content, *, own: Path | None = None, copy: GoodCopy | None = None) -> None:
        self._content = content
        self.own = own
        self._copy = copy
        self._had_files = any(_has_files(folder) for folder in content.folders[1:])
        self._judged: str | None = None
        self._seen: str | None = None
        self._told: frozenset[str] = frozenset()
        self._lacks_copy = False
        self._is_copy_told = False
        self.at_start: Verdict | None = None
        """The verdict on a folder that the start did not take, so that the bot runs on the copy."""

    @property
    def now(self) -> Content:
        """The content in force."""
        return self._content

    def prepare(self) -> None:
        """Have ready what the content prepares at the first question; a second of work, off the event loop."""
        _answer_once(self._content)

    @classmethod
    def still(cls, content: Content) -> Self:
        """Content that stays as it is."""
        return cls(content)

    @classmethod
    def open(cls, shipped: Path, own: Path | None, copy_at: Path) -> Self:
        """Read the content at a start. A folder with a mistake gives way to the copy of its last good state.

        Raises ContentError for a mistake when there is no such copy, or when that does not go with what is shipped.
        """
        if own is None:
            return cls(load_content(shipped))
        copy, look = GoodCopy(copy_at), look_of(own)
        try:
            live = cls(_good(shipped, own, had_files=_has_files(copy.folder)), own=own, copy=copy)
        except ContentError as mistake:
            live = cls(_last_good(shipped, copy, mistake), own=own, copy=copy)
            live._refuse(look, mistake)
            live.at_start = Verdict(look=look, mistakes=_problems(mistake))
        else:
            live._judged, live._lacks_copy = look, True
        return live

    def look(self) -> Verdict | None:
        """Look whether the clinic's folder has changed and settled; if so, judge it.

        None when there is nothing to do or to tell: no change, one that is still going on, a mistake told before.
        """
        if self.own is None:
            return None
        look = look_of(self.own)
        has_settled, self._seen = look == self._seen, look
        if look == self._judged:
            return self._make_up_for_copy(self.own, look)
        return self._judge(self.own, look) if has_settled else None

    def take(self, verdict: Verdict) -> None:
        """Bring the content of a verdict into force, if it has one."""
        self._content = verdict.content or self._content

    def _judge(self, own: Path, look: str) -> Verdict | None:
        try:
            content = _good(self._content.folders[0], own, had_files=self._had_files)
        except ContentError as mistake:
            if look_of(own) != look or not self._refuse(look, mistake):
                return None
            return Verdict(look=look, mistakes=_problems(mistake))
        if look_of(own) != look:
            return None  # it changed while it was read
        mended, self._told = bool(self._told), frozenset()
        self._judged, self._had_files = look, _has_files(own)
        self._lacks_copy = self._is_copy_told = not self._keep(own, look)
        _answer_once(content)
        return Verdict(look=look, content=content, kept=not self._lacks_copy, mended=mended)

    def _refuse(self, look: str, mistake: ContentError) -> bool:
        """Note that the folder was refused; False when the same was told already."""
        told = frozenset(str(one) for one in mistake.all)
        is_new = told != self._told
        self._judged, self._told, self._lacks_copy = look, told, False
        return is_new

    def _make_up_for_copy(self, own: Path, look: str) -> Verdict | None:
        """Make a copy that is still to be made; that it cannot be made is told once."""
        if not self._lacks_copy:
            return None
        self._lacks_copy = not self._keep(own, look)
        if not self._lacks_copy or self._is_copy_told:
            return None
        self._is_copy_told = True
        return Verdict(look=look, kept=False)

    def _keep(self, own: Path, look: str) -> bool:
        """Put a copy aside; False when that cannot be done, or when the folder changes meanwhile."""
        try:
            if self._copy is None or self._copy.holds(own):
                return True
            self._copy.prepare(own)
            if look_of(own) != look:
                return False
            self._copy.put_in_place()
        except (OSError, ContentError):
            return False
        return True


def _last_good(shipped: Path, copy: GoodCopy, mistake: ContentError) -> Content:
    """The content with the copy over it; raises the mistake because of which it is needed when there is none."""
    if copy.folder is None:
        raise mistake
    try:
        return _good(shipped, copy.folder)
    except ContentError:
        raise mistake from None


def _has_files(folder: Path | None) -> bool:
    return folder is not None and next(yaml_files(folder), None) is not None


def _problems(mistake: ContentError) -> tuple[Problem, ...]:
    return tuple(in_order(Problem.of(one) for one in mistake.all))


def _good(shipped: Path, own: Path, *, had_files: bool = False) -> Content:
    """The content of both folders; raises ContentError with every mistake that stops it."""
    raise_all(_lost(own, had_files=had_files))
    try:
        content = load_content(shipped, own)
    except ContentError as mistake:
        raise_all(all_mistakes(shipped, own))
        raise mistake from None
    raise_all(_stops(content))
    return content


def _lost(own: Path, *, had_files: bool) -> Iterator[ContentError]:
    """A folder that had files and is empty now was lost, not changed: nobody takes all their rules back like that."""
    if had_files and own.is_dir() and not _has_files(own):
        yield ContentError("the folder is empty, and had files before.", Place(own))


def _answer_once(content: Content) -> None:
    """Have it prepared what it prepares at the first question, so that nobody waits for that later."""
    understand("hello", content.lexicon, Situation(today=date(2026, 3, 1)))


def _stops(content: Content) -> Iterator[ContentError]:
    return (ContentError(one.message, Place(one.file, one.line)) for one in check(content) if one.stops)
