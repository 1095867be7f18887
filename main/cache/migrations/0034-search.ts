const kinds = ['account', 'contact', 'object', 'issue', 'outbox'] as const
type Kind = (typeof kinds)[number]

const changed = (columns: readonly string[]) => columns.map(name => `old.${name} IS NOT new.${name}`).join(' OR ')
const due = (kind: Kind, id: string) => `INSERT OR IGNORE INTO words_due VALUES (${kinds.indexOf(kind)}, ${id});`

// A table for each kind: what is common in one of them costs the others nothing.
const kept = (kind: Kind, columns: readonly string[]) => `
CREATE VIRTUAL TABLE words_${kind} USING fts5 (words, detail = none, prefix = '2 3', tokenize = 'ascii');
INSERT INTO words_${kind} (words_${kind}, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER words_${kind}_update AFTER UPDATE OF ${columns.join(', ')} ON ${kind} WHEN ${changed(columns)} BEGIN
  ${due(kind, 'new.id')}
END;
-- An id that was the last one is given again.
CREATE TRIGGER words_${kind}_delete AFTER DELETE ON ${kind} BEGIN
  ${due(kind, 'old.id')}
  UPDATE words_upto SET id = old.id - 1 WHERE kind = ${kinds.indexOf(kind)} AND id >= old.id
    AND NOT EXISTS (SELECT 1 FROM ${kind} WHERE id > old.id);
END;`

/**
 * Words under which accounts, contacts, objects, issues and messages are found. New rows are those past `words_upto`, so
 * that a load pays nothing for it; what changed or went is in `words_due`. The engine brings the words up to date.
 */
export const sql = `
CREATE TABLE words_due (kind INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID;
CREATE TABLE words_upto (kind INTEGER PRIMARY KEY, id INTEGER NOT NULL) STRICT;
${kept('account', ['name', 'email', 'domain', 'external_ref', 'merged_into'])}
${kept('contact', ['name', 'email'])}
${kept('object', ['external_id', 'properties'])}
${kept('issue', ['title'])}
${kept('outbox', ['recipient', 'payload'])}
CREATE TRIGGER words_account_key_insert AFTER INSERT ON account_key
  WHEN new.account_id <= (SELECT id FROM words_upto WHERE kind = 0) BEGIN
  ${due('account', 'new.account_id')}
END;
CREATE TRIGGER words_account_key_delete AFTER DELETE ON account_key BEGIN
  ${due('account', 'old.account_id')}
END;
CREATE TRIGGER words_account_key_update AFTER UPDATE OF account_id, external_id ON account_key BEGIN
  ${due('account', 'old.account_id')}
  ${due('account', 'new.account_id')}
END;
`
