-- Up Migration

-- The three roles that the program works as. The login that DATABASE_URL names may take each of them, and does so with SET ROLE,
-- one per connection pool. It need not be a superuser: one that may create roles is a member of what it makes, but not by that
-- allowed to take it, so that is what is asked. Roles belong to the whole cluster: another database of it may have them already.
DO $$
DECLARE
  role_name text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('kept.roles'));
  FOREACH role_name IN ARRAY ARRAY['kept_app', 'kept_system', 'kept_loader'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
    END IF;
    IF NOT pg_has_role(current_user, role_name, 'SET') THEN
      EXECUTE format('GRANT %I TO %I', role_name, current_user);
    END IF;
  END LOOP;
END
$$;

GRANT USAGE ON SCHEMA public TO kept_app, kept_system, kept_loader;

-- The migrator's own table: the health check asks it whether the schema is this program's.
GRANT SELECT ON migrations TO kept_system;

-- The practice that this transaction works for; null when none was named, and a null never equals a row's practice.
CREATE FUNCTION current_practice() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('kept.practice_id', true), '')::uuid;

-- Shuts a table to every practice but the one that the transaction works for, and opens it to kept_app.
CREATE PROCEDURE keep_to_practice(table_name regclass, practice_column text, privileges text)
  LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', table_name);
  EXECUTE format('CREATE POLICY own_practice ON %s USING (%I = current_practice())', table_name, practice_column);
  EXECUTE format('GRANT %s ON %s TO kept_app', privileges, table_name);
END
$$;

-- Opens a table across practices to kept_system: the relay, the webhooks' first look, and the sweep.
CREATE PROCEDURE open_to_system(table_name regclass, privileges text)
  LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE POLICY across_practices ON %s TO kept_system USING (true)', table_name);
  EXECUTE format('GRANT %s ON %s TO kept_system', privileges, table_name);
END
$$;

-- Down Migration

REVOKE SELECT ON migrations FROM kept_system;
DROP PROCEDURE open_to_system;
DROP PROCEDURE keep_to_practice;
DROP FUNCTION current_practice;
