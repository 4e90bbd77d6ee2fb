"""Offices and contacts are tables for GIS: a publication makes those that are not there, and fits the others."""

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing: the tables of snapshots are the same."""
