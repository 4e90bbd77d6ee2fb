"""Alembic asks this file how to migrate: over the connection, and in the transaction, of ``publishing``."""

from alembic import context

from ses_map.store.postgis.tables import SCHEMA

context.configure(connection=context.config.attributes["connection"], version_table_schema=SCHEMA)
with context.begin_transaction():
    context.run_migrations()
