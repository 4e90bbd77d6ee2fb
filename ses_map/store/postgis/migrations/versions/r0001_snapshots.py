"""Snapshots as files."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SCHEMA = "ses_map"


def upgrade() -> None:
    """Make the tables of snapshots; those for GIS are made by the publication that fills them."""
    op.create_table(
        "blobs",
        sa.Column("digest", sa.Text, primary_key=True, comment="SHA-256 in hexadecimal digits"),
        sa.Column("data", sa.LargeBinary, nullable=False),
        schema=_SCHEMA,
    )
    op.create_table(
        "snapshots",
        sa.Column("id", sa.Text, primary_key=True, comment="hash of the content, 16 hexadecimal digits"),
        sa.Column(
            "number",
            sa.BigInteger,
            sa.Identity(always=True),
            nullable=False,
            unique=True,
            comment="order of publication",
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        schema=_SCHEMA,
    )
    snapshot = f"{_SCHEMA}.snapshots.id"
    op.create_table(
        "files",
        sa.Column("snapshot_id", sa.Text, sa.ForeignKey(snapshot, ondelete="CASCADE"), primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("digest", sa.Text, nullable=False, index=True),
        schema=_SCHEMA,
    )
    op.create_table(
        "current",
        sa.Column("only", sa.Boolean, sa.CheckConstraint('"only"'), primary_key=True, server_default=sa.text("true")),
        sa.Column("snapshot_id", sa.Text, sa.ForeignKey(snapshot), nullable=False),
        sa.Column("spatial", sa.Text, nullable=False, comment="hash of what the tables for GIS were made of"),
        schema=_SCHEMA,
    )
