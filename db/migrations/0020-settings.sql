-- Up Migration

-- Every change of what a practice is set to: who made it, when, and each value before and after. Rows are only added. `version`
-- counts a practice's changes; one who saves says which version was read, so that two people do not undo each other unawares.
CREATE TABLE setting_changes (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  version integer NOT NULL,
  area text NOT NULL CHECK (area IN ('settings', 'closures', 'steps', 'templates')),
  -- Null: the practice's own.
  facility_id uuid REFERENCES facilities,
  -- By the key of what was changed; a value of null: there is none, or the facility follows its practice.
  before jsonb NOT NULL,
  after jsonb NOT NULL,
  -- The token that it was made with, and what that was called then.
  key_id uuid NOT NULL REFERENCES api_keys,
  key_name text NOT NULL,
  -- The change that this one takes back.
  takes_back uuid REFERENCES setting_changes,
  at timestamptz NOT NULL,
  UNIQUE (practice_id, version)
);
CALL keep_to_practice('setting_changes', 'practice_id', 'SELECT, INSERT');

-- How far the plans follow a change. The visits are taken by their time, soonest first; the last one taken is the cursor.
CREATE TABLE replans (
  change_id uuid PRIMARY KEY REFERENCES setting_changes,
  practice_id uuid NOT NULL REFERENCES practices,
  -- `joined`: a later change came while this one was in hand, and its run plans for both.
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'joined', 'done')),
  joined_to uuid REFERENCES replans CHECK ((state = 'joined') = (joined_to IS NOT NULL)),
  -- Of so many visits so many were looked at, and the plans of so many of these changed.
  visits integer NOT NULL DEFAULT 0,
  planned integer NOT NULL DEFAULT 0,
  changed integer NOT NULL DEFAULT 0,
  cursor_at timestamptz,
  cursor_id uuid,
  ended_at timestamptz
);
CREATE INDEX replans_in_hand ON replans (practice_id) WHERE state IN ('waiting', 'running');
CALL keep_to_practice('replans', 'practice_id', 'SELECT, INSERT, UPDATE');
CALL open_to_system('replans', 'SELECT');

-- Down Migration

DROP TABLE replans, setting_changes;
