#!/bin/sh
# Names what .env lacks, then makes the logins and the databases that are missing. Doing it again does no harm.
set -eu
: "${PGPASSWORD:?set POSTGRES_PASSWORD in .env}"
: "${KEPT_DATABASE_PASSWORD:?set KEPT_DATABASE_PASSWORD in .env}"
: "${TEMPORAL_DATABASE_PASSWORD:?set TEMPORAL_DATABASE_PASSWORD in .env}"
: "${KEPT_PUBLIC_URL:?set KEPT_PUBLIC_URL in .env to the https address that the carrier calls}"
: "${KEPT_SECRET:?set KEPT_SECRET in .env to 32 random characters or more}"
exec psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --file=/deploy/databases.sql
