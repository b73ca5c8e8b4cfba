-- What a deployment's PostgreSQL holds before the migrations and Temporal's schema: two logins, three databases. It is run by psql as
-- the superuser, at every start; what is there stays.
\getenv kept_password KEPT_DATABASE_PASSWORD
\getenv temporal_password TEMPORAL_DATABASE_PASSWORD

-- Kept's migrations make the three roles that the program works as, so its login may create roles.
SELECT 'CREATE ROLE kept' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kept') \gexec
SELECT 'CREATE ROLE temporal' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'temporal') \gexec
ALTER ROLE kept LOGIN CREATEROLE PASSWORD :'kept_password';
ALTER ROLE temporal LOGIN PASSWORD :'temporal_password';

SELECT 'CREATE DATABASE kept OWNER kept' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'kept') \gexec
SELECT 'CREATE DATABASE temporal OWNER temporal' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'temporal') \gexec
SELECT 'CREATE DATABASE temporal_visibility OWNER temporal'
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'temporal_visibility') \gexec

-- Neither login reads the other's databases.
REVOKE CONNECT, TEMPORARY ON DATABASE kept, temporal, temporal_visibility FROM PUBLIC;
