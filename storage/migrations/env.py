"""Alembic's environment: runs on the connection that `storage.migrate` hands over, foreign keys off."""

from typing import Any

from alembic import context
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - fills SQLModel.metadata


def run(connection: Any) -> None:
    """Run the migrations in one transaction on this connection."""
    context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
