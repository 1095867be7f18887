import Database from 'better-sqlite3'

/** What says in a file who was erased: the key of the hashes first, then rows in an order in which they may refer to others. */
const TAKEN = [
  ['setting', "key = 'privacy.key'"],
  ['erasure', 'true'],
  ['tombstone', 'true'],
  ['suppression', "address LIKE 'erased:%'"],
] as const

type Row = Record<string, string | number | null>

function read(file: string): Map<string, Row[]> {
  const found = new Map<string, Row[]>()
  try {
    const db = new Database(file, { readonly: true })
    try {
      for (const [table, which] of TAKEN)
        found.set(table, db.prepare<[], Row>(`SELECT * FROM ${table} WHERE ${which}`).all())
    } finally {
      db.close()
    }
  } catch {
    // A file of before knows of nobody, and what lies behind damage cannot be told.
  }
  return found
}

/**
 * People who were erased since a backup stay erased when it is restored: their tombstones and refusals are taken over from the
 * replaced file, and their erasure is done again (`again`), because the backup may still have them. Answers how many.
 */
export function carryErased(db: Database.Database, replaced: string): number {
  const found = read(replaced)
  const has = db.prepare('SELECT 1 FROM erasure WHERE id = ?')
  const fresh = new Set((found.get('erasure') ?? []).flatMap(({ id }) => (has.get(id) ? [] : [id])))
  for (const [table] of TAKEN) {
    // The replaced file may be of a newer version, with columns that this one does not know.
    const known = new Set(db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table))
    for (const whole of found.get(table) ?? []) {
      const row = Object.fromEntries(Object.entries(whole).filter(([column]) => known.has(column)))
      const columns = Object.keys(row)
      const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`
      db.prepare(sql).run(Object.values(row))
    }
  }
  const again = db.prepare("UPDATE erasure SET state = 'again', known_by = NULL WHERE id = ?")
  for (const id of fresh) again.run(id)
  return fresh.size
}
