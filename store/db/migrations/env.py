"""Alembic's own entrance: it migrates the connection that `run` hands over."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,  # on SQLite too: `database` begins the transaction, not the driver
)
context.run_migrations()
