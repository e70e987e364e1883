"""Alembic's own entrance: it migrates the connection that `run` hands over."""

from alembic import context

from store.db.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # on SQLite too: `database` begins the transaction, not the driver
)
context.run_migrations()
