#!/bin/sh
# Brings Temporal's two databases to the schema of this image's version. SQL_HOST and the like say where they are.
set -eu
schema=/etc/temporal/schema/postgresql/v12

bring_up_to_date() {
  # Version 0.0 is the beginning; a database that is further on keeps its version.
  temporal-sql-tool --database "$1" setup-schema --version 0.0
  temporal-sql-tool --database "$1" update-schema --schema-dir "$schema/$2/versioned"
}

bring_up_to_date temporal temporal
bring_up_to_date temporal_visibility visibility
