"""Alembic's entry: runs on the connection that `engine.migrate` hands over, inside its transaction."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"], target_metadata=None, transaction_per_migration=False
)
context.run_migrations()
