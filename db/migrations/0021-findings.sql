-- Up Migration

-- A text that was reported undelivered may lie on the phone all the same: an answer to it is one, and says that it was received.
DROP INDEX messages_asked;
CREATE INDEX messages_asked ON messages (contact_point_id, sender_id)
  WHERE state IN ('sending', 'sent', 'received', 'not_received', 'unknown');

-- Down Migration

DROP INDEX messages_asked;
CREATE INDEX messages_asked ON messages (contact_point_id, sender_id)
  WHERE state IN ('sending', 'sent', 'received', 'unknown');
