import { query, type ReadDb } from '../cache/db.ts'
import { inPlaceOf } from '../cache/erased/hashes.ts'
import { leavesOf, mapTexts } from '../cache/erased/leaves.ts'
import type { Reworded } from '../cache/erased/reword.ts'
import { isSeal, type SaidRow } from '../cache/erased/seal.ts'
import { nameFinder } from './known-by.ts'

const ROWS = 500

const rowsAfter = (seq: number) =>
  query<SaidRow & { seq: number }>(
    `SELECT seq, id, actor, device, at, command, args, undo, undoes, version FROM journal
     WHERE seq > ? ORDER BY seq LIMIT ${ROWS}`,
    [seq],
  )

/** Names of arguments whose values are words of Forestall or of colleagues. Every other text may be about the person. */
const KEPT = new Set(
  `playbookId triggerId channel topic category says state kind mode action as outcome dimension currency verdict person
   judged stage because closedBecause arm origin version command colleague mentions
   owner said`.split(/\s+/),
)

export interface Wording {
  key: string
  /** Names the person, wherever it stands in a text. */
  named: (text: string) => boolean
  /** Messages and interventions of the person. */
  refs: ReadonlySet<string>
}

/** Rows of a page that name the person, with the person taken out; `after`: where to go on, null at the end. */
export function rewordPage(
  db: ReadDb,
  { key, names, refs }: { key: string; names: readonly string[]; refs: readonly string[] },
  after: number,
): { rows: Reworded[]; after: number | null } {
  const page = db.all(rowsAfter(after))
  const wording = { key, named: nameFinder(names), refs: new Set(refs) }
  const rows = page.flatMap(row => reworded(row, wording) ?? [])
  return { rows, after: page.length === ROWS ? (page.at(-1)?.seq ?? null) : null }
}

/** Whether a decision says anything about the person. */
export const concernsPerson = (args: string, wording: Omit<Wording, 'key'>): boolean =>
  leavesOf(args).some(leaf => concerns(wording, leaf))

const concerns = ({ named, refs }: Omit<Wording, 'key'>, leaf: string): boolean => refs.has(leaf) || named(leaf)

function reworded(row: SaidRow, wording: Wording): Reworded | null {
  // Seals name decisions by their ids, which an intervention has too; reworded, they would vouch for nothing.
  if (isSeal(row.command)) return null
  const leaves = [...leavesOf(row.args), ...(row.undo === null ? [] : leavesOf(row.undo))]
  if (!leaves.some(leaf => concerns(wording, leaf))) return null
  const isAlone = isAboutNobodyElse(JSON.parse(row.args), wording)
  const out = (text: string) => mapTexts(text, leaf => (concerns(wording, leaf) ? inPlaceOf(wording.key, leaf) : leaf))
  const args = isAlone ? JSON.stringify(emptied(JSON.parse(row.args), wording)) : out(row.args)
  // What took the decision back would name the person again, and there is nothing left to take back.
  const undo = row.undo === null || isAlone ? null : out(row.undo)
  return args === row.args && undo === row.undo ? null : { row: { ...row, args, undo }, before: row.args }
}

/** Lists of a bulk decision name others too. */
function isAboutNobodyElse(value: unknown, wording: Wording): boolean {
  if (Array.isArray(value))
    return value.every(one => (typeof one === 'string' ? concerns(wording, one) : isAboutNobodyElse(one, wording)))
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([name, one]) => KEPT.has(name) || isAboutNobodyElse(one, wording))
}

/** Arguments of a decision about the person alone: every text is a hash of itself, except words that tell nothing. */
function emptied(value: unknown, wording: Wording, name = ''): unknown {
  if (typeof value === 'string') {
    const stays = value === '' || value.startsWith('erased:') || (KEPT.has(name) && !concerns(wording, value))
    return stays ? value : inPlaceOf(wording.key, value)
  }
  if (Array.isArray(value)) return value.map(one => emptied(one, wording, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([inner, one]) => [inner, emptied(one, wording, inner)]))
}
