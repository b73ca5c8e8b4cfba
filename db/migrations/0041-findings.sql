-- Up Migration

-- The messages that had been merged into the one that was handed over, where it was put back into the queue and they with it: should
-- the carrier have it after all, it carried them.
ALTER TABLE attempts ADD COLUMN carried uuid[] NOT NULL DEFAULT '{}';

-- Down Migration

ALTER TABLE attempts DROP COLUMN carried;
