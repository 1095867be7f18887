/** Outages that a person has declared. Their accounts are objects of kind `service_outage`, so that a trigger sees them. */
export const sql = `
-- uid: the decision's id. sure: JSON list, how sure it must be that an account uses the component. state: open, over,
-- closed. marked_as, marked_upto: up to which account the objects have been brought to which state; both UTC ms and ids are
-- this computer's own.
CREATE TABLE outage (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  dimension TEXT NOT NULL,
  component TEXT NOT NULL COLLATE NOCASE,
  state TEXT NOT NULL,
  sure TEXT NOT NULL,
  began_at INTEGER NOT NULL,
  declared_at INTEGER NOT NULL,
  declared_by TEXT NOT NULL,
  over_at INTEGER,
  closed_at INTEGER,
  marked_as TEXT,
  marked_upto INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX outage_one ON outage (dimension, component) WHERE state <> 'closed';

-- Forestall itself supplies this kind, so that an account without one has none, rather than that nobody knows.
INSERT OR IGNORE INTO stream_kind (source_id, stream, record, kind) VALUES (0, 'outages', 'object', 'service_outage');
`
