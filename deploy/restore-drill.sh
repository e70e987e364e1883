#!/bin/sh
# Restores the newest backup in a folder into a scratch database and asks it a question: what has never been restored is no
# backup. Exits with 0 where it answers; else says what is wrong.
#
#   restore-drill.sh FOLDER QUESTION [MOST_HOURS_OLD]    backups are called *.backup or *.dump
#
# A backup of SQLite is copied to a place of its own. One of PostgreSQL fills the database that SCRATCH_DATABASE_URL names
# (postgresql://…), which is emptied first and must be for this alone.
set -eu

folder=$1 question=$2 hours=${3:-26}
alliance=${ALLIANCE:-alliance}

newest=$(find "$folder" -maxdepth 1 -type f \( -name '*.backup' -o -name '*.dump' \) -mmin "-$((hours * 60))" \
    -exec ls -t {} + | head -n 1)
if [ -z "$newest" ]; then
    echo "restore drill: no backup in $folder is younger than $hours hours" >&2
    exit 1
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if [ "$(head -c 15 "$newest")" = "SQLite format 3" ]; then
    cp "$newest" "$scratch/restored.db"
    restored=sqlite:///$scratch/restored.db
else
    restored=${SCRATCH_DATABASE_URL:?"restore drill: name a database for it alone"}
    if [ "$restored" = "${DATABASE_URL:-}" ]; then
        echo "restore drill: SCRATCH_DATABASE_URL is the bot's own database, which this would empty" >&2
        exit 1
    fi
    pg_restore --clean --if-exists --no-owner --exit-on-error --dbname="$restored" "$newest"
fi

DATABASE_URL=$restored ALLIANCE_MODEL=none "$alliance" ask "$question" >"$scratch/answer" || {
    echo "restore drill: $newest was restored and does not answer “$question”" >&2
    exit 1
}
echo "restore drill: $newest answers “$question”: $(head -n 1 "$scratch/answer")"
