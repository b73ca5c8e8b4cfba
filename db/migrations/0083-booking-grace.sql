-- Up Migration

-- For so long after a visit was booked or moved nothing about it goes: the desk may still be at it.
ALTER TABLE practice_settings ADD COLUMN booking_grace interval NOT NULL DEFAULT '10 minutes';
ALTER TABLE facility_settings ADD COLUMN booking_grace interval;

-- When the PMS says that it wrote the row; null where it does not say. `source_at` is then the time of the export.
ALTER TABLE sync_changes ADD COLUMN told_at timestamptz;
-- When the PMS booked the visit for its present time or moved it there, at the latest; null where it does not tell.
ALTER TABLE appointments ADD COLUMN booked_at timestamptz;

-- Down Migration

ALTER TABLE appointments DROP COLUMN booked_at;
ALTER TABLE sync_changes DROP COLUMN told_at;
ALTER TABLE facility_settings DROP COLUMN booking_grace;
ALTER TABLE practice_settings DROP COLUMN booking_grace;
