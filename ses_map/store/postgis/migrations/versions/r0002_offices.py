"""Offices and contacts as tables of their own; a centre may have a successor."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SCHEMA = "ses_map"
_SOURCE = ("source_url", "source_title", "source_date")


def upgrade() -> None:
    """Make the tables; rows come with the next publication, until which no centre has a successor."""
    comment = "id of the centre that took over, or empty"
    successor = sa.Column("successor", sa.Text, nullable=False, comment=comment, server_default="")
    op.add_column("centres", successor, schema=_SCHEMA)
    op.alter_column("centres", "successor", server_default=None, schema=_SCHEMA)
    texts = ("role", "place", "street", "postcode", "phone", "email", "hours", "step_free", *_SOURCE)
    op.create_table(
        "offices",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("centre_id", sa.Text, nullable=False, index=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.Column("valid_from", sa.Date, comment="empty: the source does not say"),
        sa.Column("valid_to", sa.Date, comment="last day in use; empty: the source does not say"),
        schema=_SCHEMA,
        comment="Where centres receive people: the main office (role main) and branches",
    )
    op.create_table(
        "contacts",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("subject", sa.Text, nullable=False, index=True, comment="id of a centre, or code of a voivodeship"),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("kind", "value", *_SOURCE)),
        schema=_SCHEMA,
        comment="What sources say of reaching coordinators and centres: the newest decides, the others are evidence",
    )


def downgrade() -> None:
    """Remove what was made."""
    for name in ("contacts", "offices"):
        op.drop_table(name, schema=_SCHEMA)
    op.drop_column("centres", "successor", schema=_SCHEMA)
