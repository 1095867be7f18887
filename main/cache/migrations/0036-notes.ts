/**
 * Notes of colleagues with whom they mention, and what each of them watches. A note belongs to an account, and to one of its
 * issues where it was written there. A withdrawn note keeps its text until an undo is out of reach, and is not found by words.
 */
export const sql = `
CREATE TABLE note (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES account (id),
  issue_id INTEGER REFERENCES issue (id),
  author TEXT NOT NULL,
  at INTEGER NOT NULL,
  edited_at INTEGER,
  withdrawn_at INTEGER,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX note_account ON note (account_id, at);
CREATE TABLE mention (
  note_id INTEGER NOT NULL REFERENCES note (id) ON DELETE CASCADE,
  actor TEXT NOT NULL,
  seen_at INTEGER,
  PRIMARY KEY (note_id, actor)
) STRICT, WITHOUT ROWID;
CREATE INDEX mention_unseen ON mention (actor, note_id) WHERE seen_at IS NULL;
-- issue_id is null where a whole account is watched.
CREATE TABLE watch (
  id INTEGER PRIMARY KEY,
  actor TEXT NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  issue_id INTEGER REFERENCES issue (id),
  seen_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX watch_one_issue ON watch (actor, issue_id) WHERE issue_id IS NOT NULL;
CREATE UNIQUE INDEX watch_one_account ON watch (actor, account_id) WHERE issue_id IS NULL;
CREATE INDEX watch_actor ON watch (actor);
CREATE INDEX journal_actor ON journal (actor, at);

CREATE VIRTUAL TABLE words_note USING fts5 (words, detail = none, prefix = '2 3', tokenize = 'ascii');
INSERT INTO words_note (words_note, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER words_note_update AFTER UPDATE OF text, withdrawn_at ON note
  WHEN old.text IS NOT new.text OR old.withdrawn_at IS NOT new.withdrawn_at BEGIN
  INSERT OR IGNORE INTO words_due VALUES (5, new.id);
END;
CREATE TRIGGER words_note_delete AFTER DELETE ON note BEGIN
  INSERT OR IGNORE INTO words_due VALUES (5, old.id);
  UPDATE words_upto SET id = old.id - 1 WHERE kind = 5 AND id >= old.id AND NOT EXISTS (SELECT 1 FROM note WHERE id > old.id);
END;
`
