-- Up Migration

-- What a practice has of kinds beside those that ship, which stand in domain/shipped-kinds.ts: kinds of its own, and which of those
-- that ship it switched on or off.
CREATE TABLE kinds (
  practice_id uuid NOT NULL REFERENCES practices,
  slug text NOT NULL CHECK (slug ~ '^[a-z][a-z0-9_]{0,39}$'),
  is_on boolean NOT NULL,
  -- Of a kind of its own, and null of one that ships.
  name text,
  starts_from text CHECK (starts_from IN ('before_visit', 'after_visit', 'after_no_show', 'staff')),
  answers text CHECK (answers IN ('expected', 'optional', 'none')),
  ended_by text CHECK (ended_by IN ('answer', 'decline', 'nothing')),
  text_holds text CHECK (text_holds IN ('words', 'link')),
  is_capped boolean,
  PRIMARY KEY (practice_id, slug),
  CHECK (num_nulls(name, starts_from, answers, ended_by, text_holds, is_capped) IN (0, 6))
);
CALL keep_to_practice('kinds', 'practice_id', 'SELECT, INSERT, UPDATE, DELETE');

-- The areas are listed once, by the type in db/setting-changes.ts.
ALTER TABLE setting_changes DROP CONSTRAINT setting_changes_area_check, ADD CHECK (area ~ '^[a-z_]{1,40}$');

-- Down Migration

DELETE FROM replans WHERE change_id IN (SELECT id FROM setting_changes WHERE area NOT IN ('settings', 'closures', 'steps', 'templates'));
DELETE FROM setting_changes WHERE area NOT IN ('settings', 'closures', 'steps', 'templates');
ALTER TABLE setting_changes DROP CONSTRAINT setting_changes_area_check,
  ADD CHECK (area IN ('settings', 'closures', 'steps', 'templates'));
DROP TABLE kinds;
