#!/bin/sh
# Run once by the image of PostgreSQL, when its volume is new: a role for the nodes, one for the standby, and last
# that each commit waits for the standby. Before there is one, not even a role could be made.
set -eu

psql --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=postgres \
  --set=access="$(cat /run/secrets/access-password)" --set=standby="$(cat /run/secrets/standby-password)" <<'SQL'
create role access login password :'access';
create database access owner access;
create role standby login replication password :'standby';
alter system set synchronous_standby_names = 'standby';
SQL
echo "host replication standby all scram-sha-256" >>"$PGDATA/pg_hba.conf"
