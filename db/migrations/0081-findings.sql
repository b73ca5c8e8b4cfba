-- Up Migration

-- What went wrong lately, for those who watch: reading it must not cost more with every message that was ever sent.
CREATE INDEX attempts_not_taken ON attempts (settled_at) WHERE outcome = 'not_taken';
CREATE INDEX messages_failed ON messages (state_at) WHERE state = 'not_received';
CALL open_to_system('practice_settings', 'SELECT');

-- Down Migration

REVOKE SELECT ON practice_settings FROM kept_system;
DROP POLICY across_practices ON practice_settings;
DROP INDEX attempts_not_taken, messages_failed;
