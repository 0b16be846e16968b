"""Holds a document against a schema, and turns what pydantic finds into a sentence a clinic can act on."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from storage.content.documents import Document, FieldPath
from storage.content.mistakes import raise_all
from storage.content.model import ContentError

M = TypeVar("M", bound=BaseModel)

SENTENCES = {
    "missing": "is missing.",
    "extra_forbidden": "is not a field that is known here.",
    "string_type": "must be text; put it in quotes if it is a number.",
    "string_too_short": "must not be empty.",
    "bool_type": "must be true or false.",
    "dict_type": "must be a list of names with values.",
    "list_type": "must be a list.",
    "tuple_type": "must be a list of two numbers.",
    "model_type": "must be a list of names with values.",
    "too_short": "must not be empty.",
}


def shaped(model: type[M], document: Document) -> M:
    """The whole file as one model; raises ContentError."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise_all(_sentences(document, error))
        raise


def shaped_map(model: type[M], document: Document) -> Mapping[str, M]:
    """A file whose top level is a list of ids, each with one model; raises ContentError."""
    adapter: TypeAdapter[dict[str, M]] = TypeAdapter(dict[str, model])  # type: ignore[valid-type]  # built at run time
    try:
        return adapter.validate_python(document.data)
    except ValidationError as error:
        raise_all(_sentences(document, error))
        raise


def _sentences(document: Document, error: ValidationError) -> Iterator[ContentError]:
    for details in error.errors(include_url=False):
        path: FieldPath = tuple(step for step in details["loc"] if step != "[key]")
        yield document.mistake(path, _message(details))


def _message(details: ErrorDetails) -> str:
    context: Mapping[str, Any] = details.get("ctx", {})
    kind = details["type"]
    if kind == "value_error":
        return f"{context['error']}."
    if kind in {"enum", "literal_error"}:
        return f"must be one of {context['expected'].replace(' or ', ', ')}, not {details['input']!r}."
    if kind.startswith("time"):
        return "must be a time of day such as 21:00."
    if details["loc"] and "[key]" in details["loc"]:
        return "is not a name that is known here."
    return SENTENCES.get(kind, f"{details['msg'].lower()}.")
