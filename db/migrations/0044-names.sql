-- Up Migration

-- What messages call a provider, by the PMS's id. The PMS's own names are for desks: they bear titles and specialities.
CREATE TABLE provider_names (
  practice_id uuid NOT NULL REFERENCES practices,
  provider_id text NOT NULL CHECK (provider_id <> ''),
  name_in_messages text NOT NULL CHECK (name_in_messages <> ''),
  PRIMARY KEY (practice_id, provider_id)
);
CALL keep_to_practice('provider_names', 'practice_id', 'SELECT, INSERT, UPDATE, DELETE');

-- Down Migration

DROP TABLE provider_names;
