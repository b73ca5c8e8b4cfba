-- Up Migration

-- The order in which staff read the list of orders, and its report.
CREATE INDEX orders_by_first_seen ON orders (practice_id, first_seen_at, id);

-- Down Migration

DROP INDEX orders_by_first_seen;
