-- Up Migration

-- The item that someone is told of, where there is one: what it is about stands there.
ALTER TABLE notifications ADD COLUMN worklist_item_id uuid REFERENCES worklist_items;

-- Whose number it was on file when someone wrote that it is not theirs: while one of these has it, nothing goes there.
ALTER TABLE contact_points ADD COLUMN wrong_number_of uuid[] NOT NULL DEFAULT '{}';
UPDATE contact_points contact
SET wrong_number_of = ARRAY(
  SELECT id FROM patients
  WHERE patients.practice_id = contact.practice_id
    AND contact.address IN (cell_e164, home_e164, work_e164, guarantor_e164)
)
WHERE wrong_number_at IS NOT NULL;
CREATE INDEX contact_points_wrong_numbers ON contact_points (practice_id) WHERE wrong_number_at IS NOT NULL;

-- Down Migration

DROP INDEX contact_points_wrong_numbers;
ALTER TABLE contact_points DROP COLUMN wrong_number_of;
ALTER TABLE notifications DROP COLUMN worklist_item_id;
