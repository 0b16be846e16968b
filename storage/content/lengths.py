"""How long a text may be where room or patience is short: buttons, answers, the words of a day, sentences.

English is counted in words. Any other language is counted in columns, as wide letters such as Hangul fill two: a
budget of twelve English words is one of seventy-two columns, some thirty-five syllables.
"""

import re
from collections.abc import Iterator
from unicodedata import east_asian_width

from storage.content.markup import plain
from storage.content.model import Language
from storage.content.reading import words

BUTTON = re.compile(
    r"activities\.|families\.|faq\.sections\.|faq\.entries\.\w+\.title|protocols\.\w+\.(name|short)"
    r"|suits\.(reasons|cases)\."
)
BUTTON_COLUMNS = 40
ANSWER_COLUMNS = 900
MOST_WORDS = {"expect": 12, "do": 12, "avoid": 10, "call": 12, "urgent": 14}
SENTENCE_WORDS = 20
COLUMNS_A_WORD = 6
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


def columns(text: str) -> int:
    """The room that a text takes when shown: a wide letter takes two columns."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in plain(text))


def is_english(language: Language) -> bool:
    """Whether words and reading ease are those of English."""
    return language.locale.startswith("en")


def too_long(key: str, form: str, language: Language) -> Iterator[str]:
    """What is longer than its place allows."""
    shown, last = columns(form), key.rsplit(".", 1)[-1]
    if BUTTON.match(key) and (shown > BUTTON_COLUMNS or form != plain(form)):
        yield f"a button must be plain text of at most {_columns(BUTTON_COLUMNS, language)}, this has {shown}"
    if key.startswith("faq.entries.") and last == "answer" and shown > ANSWER_COLUMNS:
        yield f"an answer must have at most {_columns(ANSWER_COLUMNS, language)}, this has {shown}"
    if ".bands." in key and last in MOST_WORDS:
        yield from _too_many(form, MOST_WORDS[last], language)
    if not is_english(language):
        yield from _long_sentences(form)


def _columns(most: int, language: Language) -> str:
    return f"{most} characters" if is_english(language) else f"{most} columns (a wide letter takes two)"


def _too_many(form: str, most: int, language: Language) -> Iterator[str]:
    if is_english(language):
        if len(words(form)) > most:
            yield f"must have at most {most} words, this has {len(words(form))}"
    elif columns(form) > most * COLUMNS_A_WORD:
        yield f"must have at most {_columns(most * COLUMNS_A_WORD, language)}, this has {columns(form)}"


def _long_sentences(form: str) -> Iterator[str]:
    """Reading ease is known for English only; elsewhere at least no sentence is endless."""
    most = SENTENCE_WORDS * COLUMNS_A_WORD
    for sentence in SENTENCE.split(plain(form)):
        if columns(sentence) > most:
            yield f"a sentence must have at most {most} columns (a wide letter takes two): {sentence[:24]}…"
