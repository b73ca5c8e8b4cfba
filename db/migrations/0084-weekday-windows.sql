-- Up Migration

-- What weekdays have in place of a channel's usual window: {"6": ["10:00", "12:00"], "7": null}, Monday = 1; null: nothing goes that day.
ALTER TABLE practice_settings
  ADD COLUMN text_weekdays jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(text_weekdays) = 'object'),
  ADD COLUMN voice_weekdays jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(voice_weekdays) = 'object'),
  ADD COLUMN email_weekdays jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(email_weekdays) = 'object');

-- Null follows the practice, as everywhere.
ALTER TABLE facility_settings
  ADD COLUMN text_weekdays jsonb CHECK (jsonb_typeof(text_weekdays) = 'object'),
  ADD COLUMN voice_weekdays jsonb CHECK (jsonb_typeof(voice_weekdays) = 'object'),
  ADD COLUMN email_weekdays jsonb CHECK (jsonb_typeof(email_weekdays) = 'object');
