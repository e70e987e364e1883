"""Engine, schema, migrations, locks, commits, backups: SQLAlchemy's errors end here."""
