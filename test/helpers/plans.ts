import type Database from 'better-sqlite3'

interface Explaining {
  explain(sql: string): { detail: string }[]
}

/** The steps that SQLite would take for a statement whose parameters nobody knows. */
export const planOf = (db: Database.Database, sql: string): string[] =>
  (db as unknown as Explaining).explain(`QUERY PLAN ${sql}`).map(({ detail }) => detail)

/** Reads a table or an index from its beginning, and not a list of ids or what another step has gathered. */
export const isScan = (step: string): boolean => /^SCAN (?!.*(VIRTUAL TABLE|CONSTANT ROW))/.test(step)

const INDEX = /USING (?:COVERING )?INDEX (\w+)/

/** The indexes that a plan names. */
export const indexesOf = (steps: readonly string[]): string[] => steps.flatMap(step => INDEX.exec(step)?.[1] ?? [])

/** Some indexes hold only the rows that wait for something, so reading one to its end reads just those. */
const isPartial = (db: Database.Database, index: string): boolean =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE name = ? AND sql LIKE '%WHERE%'").get(index) !== undefined

/** Tables that hold only what is to be done, and are empty once it is. */
const TO_DO: readonly (string | null)[] = ['dirty']

/** What a name of a plan stands for in its statement; null for what the statement has gathered itself. */
function tableOf(db: Database.Database, sql: string, name: string): string | null {
  const isTable = (one: string) =>
    db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(one) !== undefined
  if (isTable(name)) return name
  const named = [...sql.matchAll(/\b(?:FROM|JOIN)\s+(\w+)\s+(?:AS\s+)?(\w+)/gi)].find(
    ([, , alias]) => alias === name,
  )?.[1]
  return named && isTable(named) ? named : null
}

/** The tables that a statement reads from their beginning, but for those that it reads through an index of a few rows. */
export const readWhole = (db: Database.Database, sql: string): string[] =>
  planOf(db, sql)
    .filter(isScan)
    .flatMap(step => {
      const [index] = indexesOf([step])
      const table = tableOf(db, sql, step.split(' ')[1] ?? '')
      return table === null || TO_DO.includes(table) || (index && isPartial(db, index)) ? [] : table
    })

/** What comes of something without an index: another answer, or the refusal of a statement that names it. */
export function without<T>(db: Database.Database, index: string, work: () => T): T | string {
  db.exec('BEGIN')
  try {
    db.exec(`DROP INDEX ${index}`)
    return work()
  } catch (error) {
    return String(error)
  } finally {
    db.exec('ROLLBACK')
  }
}
