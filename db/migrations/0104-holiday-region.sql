-- Up Migration

-- Whose public holidays are proposed: a country and its state, such as US-VA; null: of the practice, what the facility's address tells; of a
-- facility, as its practice.
ALTER TABLE practice_settings
  ADD COLUMN holiday_region text CHECK (holiday_region ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$');
ALTER TABLE facility_settings
  ADD COLUMN holiday_region text CHECK (holiday_region ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$');
