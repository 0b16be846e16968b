"""The shipped content, read once by each process that runs tests."""

from functools import cache

from storage.content import DEFAULT_CONTENT, Content, load_content


@cache
def shipped() -> Content:
    """The content that comes with the package."""
    return load_content(DEFAULT_CONTENT)
