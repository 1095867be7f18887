/** What tickets are about: told by the helpdesk's tag or by their text, and the words that the latter was learned from. */
export const sql = `
-- told_by: 'tag' or 'text'. topic NULL: not sure. category: one of ours, 'other' for a topic that is none of them, NULL
-- where that is not known. sureness: chance that the category is right, NULL where the helpdesk said it.
CREATE TABLE ticket_topic (
  object_id INTEGER PRIMARY KEY REFERENCES object ON DELETE CASCADE,
  topic TEXT,
  category TEXT,
  sureness REAL,
  told_by TEXT NOT NULL
) STRICT;
CREATE INDEX ticket_topic_told ON ticket_topic (told_by, category);

-- Tickets that nobody has looked at since they came or changed.
CREATE TABLE ticket_untold (object_id INTEGER PRIMARY KEY REFERENCES object ON DELETE CASCADE) STRICT;
INSERT INTO ticket_untold SELECT id FROM object WHERE kind = 'ticket';
CREATE TRIGGER ticket_untold_new AFTER INSERT ON object WHEN new.kind = 'ticket' BEGIN
  INSERT INTO ticket_untold VALUES (new.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER ticket_untold_changed AFTER UPDATE OF properties ON object
WHEN new.kind = 'ticket' AND old.properties IS NOT new.properties BEGIN
  INSERT INTO ticket_untold VALUES (new.id) ON CONFLICT DO NOTHING;
END;

-- card: JSON, how good it is. body: JSON, the words and their weights; NULL once another one is in use or a person who
-- may have used them was erased.
CREATE TABLE topic_model (
  id INTEGER PRIMARY KEY,
  trained_at INTEGER NOT NULL,
  card TEXT NOT NULL,
  body TEXT
) STRICT;

-- Which contact an outcome counts depends on what the ticket is about.
${(['INSERT', 'UPDATE OF category', 'DELETE'] as const)
  .map(
    (change, at) => `CREATE TRIGGER outcome_due_topic_${at} AFTER ${change} ON ticket_topic BEGIN
  INSERT INTO outcome_due SELECT c.intervention_id, 0 FROM object o
    CROSS JOIN intervention i ON i.account_id = o.account_id CROSS JOIN outcome c ON c.intervention_id = i.id
    WHERE o.id = ${change === 'DELETE' ? 'old' : 'new'}.object_id AND i.recalled_at IS NULL
    ON CONFLICT DO UPDATE SET at = 0;
END;`,
  )
  .join('\n')}
`
