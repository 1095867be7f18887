/** The number of each kind in a key of the index: `number << 40 | id`. */
const kinds = { account: 0, contact: 1, object: 2, issue: 3, outbox: 4 } as const

const changed = (columns: readonly string[]) => columns.map(name => `old.${name} IS NOT new.${name}`).join(' OR ')
const key = (table: keyof typeof kinds, id: string) => `(${kinds[table]} << 40) + ${id}`
const due = (what: string, where = '') => `INSERT OR IGNORE INTO search_due SELECT ${what}${where};`

const kept = (table: keyof typeof kinds, columns: readonly string[]) => `
CREATE TRIGGER search_${table}_update AFTER UPDATE OF ${columns.join(', ')} ON ${table} WHEN ${changed(columns)} BEGIN
  ${due(key(table, 'new.id'))}
END;
-- An id that was the last one is given again.
CREATE TRIGGER search_${table}_delete AFTER DELETE ON ${table} BEGIN
  ${due(key(table, 'old.id'))}
  UPDATE search_upto SET id = old.id - 1 WHERE kind = ${kinds[table]} AND id >= old.id
    AND NOT EXISTS (SELECT 1 FROM ${table} WHERE id > old.id);
END;`

/**
 * Words under which accounts, contacts, objects, issues and messages are found. New rows are those past `search_upto`, so
 * that a load pays nothing for it; what changed or went is in `search_due`. The engine brings the words up to date.
 */
export const sql = `
CREATE VIRTUAL TABLE search_text USING fts5 (words, detail = none, prefix = '2 3', tokenize = 'ascii');
INSERT INTO search_text (search_text, rank) VALUES ('secure-delete', 1);
CREATE TABLE search_due (key INTEGER PRIMARY KEY) STRICT;
CREATE TABLE search_upto (kind INTEGER PRIMARY KEY, id INTEGER NOT NULL) STRICT;
${kept('account', ['name', 'email', 'domain', 'external_ref', 'merged_into'])}
${kept('contact', ['name', 'email'])}
${kept('object', ['external_id', 'properties'])}
${kept('issue', ['title'])}
${kept('outbox', ['recipient', 'payload'])}
CREATE TRIGGER search_account_key_insert AFTER INSERT ON account_key
  WHEN new.account_id <= (SELECT id FROM search_upto WHERE kind = ${kinds.account}) BEGIN
  ${due(key('account', 'new.account_id'))}
END;
CREATE TRIGGER search_account_key_delete AFTER DELETE ON account_key BEGIN
  ${due(key('account', 'old.account_id'))}
END;
CREATE TRIGGER search_account_key_update AFTER UPDATE OF account_id, external_id ON account_key BEGIN
  ${due(key('account', 'old.account_id'))}
  ${due(key('account', 'new.account_id'))}
END;
`
