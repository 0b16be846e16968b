"""How hard an English text is to read: the Flesch-Kincaid grade, from sentence length and syllables."""

import re

WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
VOWELS = re.compile(r"[aeiouy]+")
NAMELY = re.compile(r"(?<![/@\w])(?=[A-Za-z]*[a-z])[A-Za-z]{3,}")
SENTENCE = re.compile(r"[.!?:](?:\s|$)|\n")


def words(text: str) -> list[str]:
    """The words of a text; numbers, dates and signs are none."""
    return WORD.findall(text)


def latin_words(text: str) -> list[str]:
    """The words in small Latin letters; abbreviations (SPF, CO2), commands (/plan) and names (@bot) are none."""
    return NAMELY.findall(text)


def syllables(word: str) -> int:
    """The syllables of an English word, by its vowels; near enough for an average."""
    letters = word.lower()
    count = len(VOWELS.findall(letters))
    silent = letters.endswith("e") and not letters.endswith(("le", "ee")) and count > 1
    return max(1, count - silent)


def grade(text: str) -> float:
    """The school grade that reads this text with ease; 0 for a text without words."""
    found = words(text)
    sentences = sum(1 for part in SENTENCE.split(text) if part and WORD.search(part))
    if not found:
        return 0.0
    return 0.39 * len(found) / sentences + 11.8 * sum(map(syllables, found)) / len(found) - 15.59
