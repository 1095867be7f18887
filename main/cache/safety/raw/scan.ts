import type Database from 'better-sqlite3'
import { fitsTree, type KnownTree } from './layout.ts'
import { type NamedTrees, nameTrees } from './name-trees.ts'
import { openPages } from './page-file.ts'
import type { RawValue } from './record.ts'
import { findTrees, type Trees } from './trees.ts'

/** A damaged file whose list of tables cannot be read, page by page. */
export interface Scanned {
  version: number
  /**
   * Writes the rows of one table into `target`; `counted` hears of each. `lost`: null where nobody can tell how many there
   * were.
   */
  copy(target: Database.Database, table: string, counted: () => void): { saved: number; lost: number | null }
  close(): void
}

/** Throws like SQLite where nothing in the file is Forestall's. */
export function scanFile(file: string): Scanned {
  const pages = openPages(file)
  try {
    const trees = findTrees(pages)
    const named = nameTrees(pages, trees)
    if (!named) throw Object.assign(new Error('no table of Forestall was found'), { code: 'SQLITE_NOTADB' })
    return {
      version: named.version,
      copy: (target, table, counted) => copyTree(target, table, trees, named, counted),
      close: () => pages.close(),
    }
  } catch (error) {
    pages.close()
    throw error
  }
}

function copyTree(
  target: Database.Database,
  table: string,
  trees: Trees,
  named: NamedTrees,
  counted: () => void,
): { saved: number; lost: number | null } {
  const tree = named.layout.get(table)
  if (!tree) return { saved: 0, lost: 0 }
  const root = named.roots.get(table)
  const below = root === undefined ? { pages: [], whole: false } : trees.below(root)
  const insert = inserting(target, tree)
  // A new file has rows that its layout brings. They stay only where the damaged file has none of this table.
  const brought = target.prepare(`DELETE FROM "${table}"`)
  let [met, saved] = [0, 0]
  // What is left of damaged trees comes last: a row that both have is that of the tree.
  for (const page of [...below.pages, ...(named.pieces.get(table) ?? [])])
    for (const { rowid, values } of trees.rows(page)) {
      if (!fitsTree(tree, rowid, values)) continue
      if (met === 0) brought.run()
      met++
      counted()
      saved += insert(rowid, values)
    }
  const total = below.whole ? met : countedByIndex(trees, named, table)
  return { saved, lost: total === null ? null : Math.max(0, total - saved) }
}

/** Writes one row and says how many were written: none where the row is there already, or breaks a rule of the table. */
function inserting(target: Database.Database, { name, columns, shapes }: KnownTree) {
  const statements = new Map<number, Database.Statement>()
  const rowidAt = shapes.findIndex(({ isRowid }) => isRowid)
  // A row that was written before a column existed gets the column's default.
  const statement = (many: number): Database.Statement => {
    const names = columns.slice(0, many).map(column => `"${column}"`)
    const made = target.prepare(
      `INSERT OR IGNORE INTO "${name}" (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    )
    statements.set(many, made)
    return made
  }
  return (rowid: number | null, values: readonly RawValue[]): number => {
    const row = values.map((value, n) => (n === rowidAt ? rowid : value))
    try {
      return (statements.get(values.length) ?? statement(values.length)).run(row).changes
    } catch {
      return 0
    }
  }
}

/** How many rows a table had, by an index that is whole; null where none is. */
function countedByIndex(trees: Trees, { layout, roots }: NamedTrees, table: string): number | null {
  for (const { name, counts } of layout.values()) {
    const root = roots.get(name)
    if (counts !== table || root === undefined) continue
    const { pages, whole } = trees.below(root)
    if (whole) return pages.reduce((sum, page) => sum + (trees.at(page)?.cells.length ?? 0), 0)
  }
  return null
}
