#!/bin/sh
# Follows the primary; when its volume is new, it copies the primary first. A copy that was cut off is begun anew.
set -eu

if [ ! -d "$PGDATA" ]; then
  rm -rf "$PGDATA.unfinished"
  mkdir -p "$(dirname "$PGDATA")"
  pg_basebackup --pgdata="$PGDATA.unfinished" --write-recovery-conf --checkpoint=fast \
    --dbname="host=primary user=standby application_name=standby password=$(cat /run/secrets/standby-password)"
  mv "$PGDATA.unfinished" "$PGDATA"
fi
exec postgres
