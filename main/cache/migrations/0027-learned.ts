/** When each observed row was learned, beside when it happened, and what rows said before they were corrected or taken away. */
const wasThere = (record: string, id: string) => `(SELECT ${record}_to >= ${id} FROM learning)`

/** When the rows were learned among which a row is. An id may have been given out again after its row was taken away. */
const learned = (record: string, row: string, column: 'at' | 'first') =>
  `(SELECT s.${column} FROM learned s WHERE s.record = '${record}' AND s.from_id <= ${row}.id ORDER BY s.from_id DESC LIMIT 1)`

/** Keeps a row as it was; of several changes at one moment, as it was before the first. */
const kept = (record: string, row: string, kind: string, body: string) => `
  INSERT INTO past (record, row_id, replaced_at, account_id, kind, since, body)
    SELECT '${record}', ${row}.id, l.at, ${record === 'account' ? `${row}.id` : `${row}.account_id`}, ${kind},
      (SELECT max(max(p.replaced_at), ifnull(${learned(record, row, 'at')}, 0)) FROM past p
        WHERE p.record = '${record}' AND p.row_id = ${row}.id HAVING count(*) > 0), ${body}
    FROM learning l WHERE NOT EXISTS (
      SELECT 1 FROM past p WHERE p.record = '${record}' AND p.row_id = ${row}.id AND p.replaced_at = l.at);`

const event = (row: string) =>
  kept(
    'event',
    row,
    `${row}.kind`,
    `json_object('at', ${row}.at, 'value', ${row}.value, 'properties', ${row}.properties,
        'learned', ${learned('event', row, 'at')},
        'first', ${learned('event', row, 'first')})`,
  )

const object = (row: string) =>
  kept(
    'object',
    row,
    `${row}.kind`,
    `json_object('external', ${row}.external_id, 'state', ${row}.state, 'opened', ${row}.opened_at,
        'closed', ${row}.closed_at, 'due', ${row}.due_at, 'lane', ${row}.lane,
        'amountMinor', ${row}.amount_minor, 'currency', ${row}.currency, 'properties', ${row}.properties,
        'stays', json((SELECT json_group_array(json_array(t.state, t.since, t.until)) FROM (
          SELECT state, since, until FROM object_state WHERE object_id = ${row}.id ORDER BY since) t)),
        'learned', ${learned('object', row, 'at')},
        'first', ${learned('object', row, 'first')})`,
  )

const ACCOUNT = [
  'plan',
  'country',
  'owner',
  'signed_up_at',
  'renews_at',
  'churned_at',
  'mrr_minor',
  'currency',
  'properties',
]

const account = kept(
  'account',
  'old',
  `''`,
  `json_object(${ACCOUNT.map(column => `'${column}', old.${column}`).join(', ')})`,
)

const EVENT = ['kind', 'at', 'value', 'properties']
const OBJECT = ['state', 'opened_at', 'closed_at', 'due_at', 'lane', 'amount_minor', 'currency', 'properties']
const differs = (columns: readonly string[]) =>
  `(${columns.map(column => `old.${column}`).join(', ')}) IS NOT (${columns.map(column => `new.${column}`).join(', ')})`

/** A stay changes on its own where a source tells the history of an object that stays as it is. */
const stays = (when: string, row: string) => `
CREATE TRIGGER stay_${when} BEFORE ${when.toUpperCase()} ON object_state WHEN ${wasThere('object', `${row}.object_id`)} BEGIN
  ${object('o').replace('FROM learning l WHERE', `FROM learning l JOIN object o ON o.id = ${row}.object_id WHERE`)}
END;`

export const sql = `
-- The moment at which rows are being read, workspace time; no row outside of a batch: what is erased or is too old is no news.
-- …_to: the last row that was there before the batch. Accounts count for streams that had been read before only.
CREATE TABLE learning (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  at INTEGER NOT NULL,
  event_to INTEGER NOT NULL,
  object_to INTEGER NOT NULL,
  account_to INTEGER NOT NULL
) STRICT;

-- Rows of a table (event, object) from an id up to the next one's were learned together. first: they came with the first
-- reading of their stream, so nobody can know when they would have been learned.
CREATE TABLE learned (
  record TEXT NOT NULL,
  from_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  first INTEGER NOT NULL,
  source_id INTEGER NOT NULL,
  stream TEXT NOT NULL,
  PRIMARY KEY (record, from_id)
) STRICT, WITHOUT ROWID;
-- What was there before this was kept counts as a first reading.
INSERT INTO learned SELECT 'event', 0, 0, 1, 0, '' WHERE EXISTS (SELECT 1 FROM event);
INSERT INTO learned SELECT 'object', 0, 0, 1, 0, '' WHERE EXISTS (SELECT 1 FROM object);

-- What a row said until replaced_at. since: when that was learned; null: with the row itself (learned, first in body).
CREATE TABLE past (
  record TEXT NOT NULL,
  row_id INTEGER NOT NULL,
  replaced_at INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  since INTEGER,
  body TEXT NOT NULL,
  PRIMARY KEY (record, row_id, replaced_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX past_account ON past (account_id, record, kind);
CREATE INDEX past_replaced ON past (replaced_at);

CREATE TRIGGER event_corrected BEFORE UPDATE OF ${EVENT.join(', ')} ON event
WHEN ${wasThere('event', 'old.id')} AND ${differs(EVENT)} BEGIN
  ${event('old')}
END;
CREATE TRIGGER event_taken BEFORE DELETE ON event WHEN ${wasThere('event', 'old.id')} BEGIN
  ${event('old')}
END;
CREATE TRIGGER object_corrected BEFORE UPDATE OF ${OBJECT.join(', ')} ON object
WHEN ${wasThere('object', 'old.id')} AND ${differs(OBJECT)} BEGIN
  ${object('old')}
END;
CREATE TRIGGER object_taken BEFORE DELETE ON object WHEN ${wasThere('object', 'old.id')} BEGIN
  ${object('old')}
END;
CREATE TRIGGER account_corrected BEFORE UPDATE OF ${ACCOUNT.join(', ')} ON account
WHEN ${wasThere('account', 'old.id')} AND ${differs(ACCOUNT)} BEGIN
  ${account}
END;
${stays('insert', 'new')}
${stays('update', 'old')}
${stays('delete', 'old')}
`
