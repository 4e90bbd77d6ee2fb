"""The tables of snapshots as SQLAlchemy knows them; those for GIS are in ``spatial``."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    LargeBinary,
    MetaData,
    Table,
    Text,
    func,
    text,
)

#: Schema of the database that holds everything of ours.
SCHEMA = "ses_map"

#: Revision of the tables that this version reads and writes: the head of ``migrations/versions``.
REVISION = "0002"

#: All earlier revisions, which a publisher can migrate from.
EARLIER: tuple[str, ...] = ("0001",)

#: Channel of ``NOTIFY``; the payload is the id that has become current.
CHANNEL = "ses_map"

#: Asks for everything that the hot path needs in one round trip; no row before the first publication.
ASK_CURRENT = text(
    "SELECT v.version_num, c.snapshot_id FROM ses_map.alembic_version v LEFT JOIN ses_map.current c ON true"
)

metadata = MetaData(schema=SCHEMA)

blobs = Table(
    "blobs",
    metadata,
    Column("digest", Text, primary_key=True, comment="SHA-256 in hexadecimal digits"),
    Column("data", LargeBinary, nullable=False),
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("id", Text, primary_key=True, comment="hash of the content, 16 hexadecimal digits"),
    Column("number", BigInteger, Identity(always=True), nullable=False, unique=True, comment="order of publication"),
    Column("published_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

files = Table(
    "files",
    metadata,
    Column("snapshot_id", Text, ForeignKey(f"{SCHEMA}.snapshots.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("digest", Text, nullable=False, index=True),
)

current = Table(
    "current",
    metadata,
    Column("only", Boolean, CheckConstraint('"only"'), primary_key=True, server_default=text("true")),
    Column("snapshot_id", Text, ForeignKey(f"{SCHEMA}.snapshots.id"), nullable=False),
    Column("spatial", Text, nullable=False, comment="hash of what the tables for GIS were made of"),
)
