"""Snapshots as files, and the current one as tables for GIS."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SCHEMA = "ses_map"


def upgrade() -> None:
    """Make all tables."""
    _make_snapshots()
    _make_areas()
    _make_centres_and_claims()
    _make_entities()


def _make_snapshots() -> None:
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


def _make_areas() -> None:
    op.create_table(
        "areas",
        sa.Column("code", sa.Text, primary_key=True, comment="TERYT code of the gmina, 6 digits"),
        sa.Column("name", sa.Text),
        sa.Column("kind", sa.Text, comment="seventh digit of TERYT: 1 urban, 2 rural, 3 mixed"),
        sa.Column("powiat", sa.Text, nullable=False),
        sa.Column("voivodeship", sa.Text, nullable=False),
        sa.Column("population", sa.Integer),
        sa.Column("area_km2", sa.Float),
        sa.Column("geom", Geometry("MULTIPOLYGON", srid=4326, spatial_index=False)),
        schema=_SCHEMA,
        comment="Gminas of the current snapshot; polygons of November 2020, names and codes of TERYT 2026-01-01",
    )
    op.create_index("areas_geom", "areas", ["geom"], schema=_SCHEMA, postgresql_using="gist")


def _make_centres_and_claims() -> None:
    texts = ("name", "operator", "voivodeship", "seat_place", "street", "postcode", "website", "phone", "email")
    op.create_table(
        "centres",
        sa.Column("id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date, comment="last day in being"),
        schema=_SCHEMA,
        comment="Social-economy support centres (OWES) of the current snapshot",
    )
    sourced = ("subregion", "confidence", "source_url", "source_title", "source_date", "sentence")
    op.create_table(
        "claims",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("unit", sa.Text, nullable=False, index=True, comment="TERYT code: powiat 4 digits, gmina 6"),
        sa.Column("effect", sa.Text, nullable=False, comment="add or exclude"),
        sa.Column("centre_id", sa.Text, nullable=False, index=True),
        sa.Column("valid_from", sa.Date, comment="empty: the source does not say"),
        sa.Column("valid_to", sa.Date, comment="last day in force; empty: the source does not say"),
        *(sa.Column(name, sa.Text, nullable=False) for name in sourced),
        schema=_SCHEMA,
        comment="Claims by sources that a centre serves a unit: not facts, see the look-up for the answer of a day",
    )


def _make_entities() -> None:
    texts = ("name", "kind", "operator", "gmina", "powiat", "voivodeship", "town", "street", "postcode", "website")
    op.create_table(
        "entities",
        sa.Column("id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in (*texts, "status_ps")),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date, comment="last day in being"),
        sa.Column("geom", Geometry("POINT", srid=4326, spatial_index=False)),
        schema=_SCHEMA,
        comment="Social-economy entities of the current snapshot; without a point where the source gives none",
    )
    op.create_index("entities_geom", "entities", ["geom"], schema=_SCHEMA, postgresql_using="gist")


def downgrade() -> None:
    """Remove all tables."""
    for name in ("entities", "claims", "centres", "areas", "current", "files", "snapshots", "blobs"):
        op.drop_table(name, schema=_SCHEMA)
