/**
 * Whom a colleague has made the owner of an account. It counts instead of what a source says, and a source that is read again
 * leaves it alone. The decision stays with its account when that is merged, so that undoing the merge gives it back.
 */
export const sql = `
CREATE TABLE account_owner (
  account_id INTEGER PRIMARY KEY REFERENCES account (id),
  owner TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at INTEGER NOT NULL
) STRICT;
-- A trigger may look at the owner, and the stage that decides knows nothing of triggers.
CREATE TRIGGER account_owner_first AFTER INSERT ON account_owner BEGIN
  INSERT INTO dirty (account_id) VALUES (new.account_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER account_owner_other AFTER UPDATE OF owner ON account_owner BEGIN
  INSERT INTO dirty (account_id) VALUES (new.account_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER account_owner_none AFTER DELETE ON account_owner BEGIN
  INSERT INTO dirty (account_id) VALUES (old.account_id) ON CONFLICT DO NOTHING;
END;
`
