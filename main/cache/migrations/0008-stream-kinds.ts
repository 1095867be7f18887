/** What each stream has brought: `account`, `contact`, `event` or `object` with its kind (empty where there is none). */
export const sql = `
CREATE TABLE stream_kind (
  source_id INTEGER NOT NULL,
  stream TEXT NOT NULL,
  record TEXT NOT NULL,
  kind TEXT NOT NULL,
  PRIMARY KEY (source_id, stream, record, kind)
) STRICT, WITHOUT ROWID;
`
