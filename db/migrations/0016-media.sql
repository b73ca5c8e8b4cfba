-- Up Migration

-- How many pictures and the like came with a text. They are left at the carrier: what they show is nobody's to read here.
ALTER TABLE replies ADD COLUMN media_left_out smallint NOT NULL DEFAULT 0;

-- Down Migration

ALTER TABLE replies DROP COLUMN media_left_out;
