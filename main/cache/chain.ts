import { createHash } from 'node:crypto'
import type { ChainsState, ChainView, JournalRow } from '../../shared/model/journal.ts'
import { query, type ReadDb, statement, type WriteDb } from './db.ts'
import { digestOf, isSeal, type SaidRow, SEAL, sealSchema } from './erased/seal.ts'

/**
 * How rows of the journal are written.
 * 1: arguments name rows by their numbers on the one computer that there was; one chain over all rows, by sequence.
 * 2: arguments name rows by uids; a chain for each device, so that journals of several can be joined.
 * The hash covers the arguments, so an old row stays as it was written: it is verified by its own rule, and what it says
 * is translated when it is replayed or undone.
 */
export const VERSION = 2

export interface StoredRow extends SaidRow {
  seq: number
  hash: string
}

type Entry = Omit<JournalRow, 'seq' | 'hash'>

const last = (version: number, device: string) =>
  version === 1
    ? query<{ hash: string }>('SELECT hash FROM journal WHERE version = 1 ORDER BY seq DESC LIMIT 1')
    : query<{ hash: string }>('SELECT hash FROM journal WHERE device = ? ORDER BY seq DESC LIMIT 1', [device])

/** Appends a decision to the chain of its device. */
export function append(tx: WriteDb, entry: Entry): void {
  const { id, actor, device, at, command, undoes, version } = entry
  const args = JSON.stringify(entry.args)
  const undo = entry.undo ? JSON.stringify(entry.undo) : null
  const hash = hashOf(tx.get(last(version, device))?.hash ?? '', { ...entry, args, undo })
  tx.run(
    statement(
      `INSERT INTO journal (id, actor, device, at, command, args, undo, undoes, version, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [id, actor, device, at, command, args, undo, undoes, version, hash],
    ),
  )
}

function hashOf(previous: string, row: Omit<StoredRow, 'seq' | 'hash'>): string {
  const fields = [row.id, row.actor, row.device, row.at, row.command, row.args, row.undo, row.undoes]
  const covered = row.version === 1 ? fields : [...fields, row.version]
  return createHash('sha256').update(previous).update('\n').update(JSON.stringify(covered)).digest('hex')
}

const storedRows = (order: 'ASC' | 'DESC', limit: number, offset: number) =>
  query<StoredRow>(`SELECT * FROM journal ORDER BY seq ${order} LIMIT ? OFFSET ?`, [limit, offset])

const view = (row: StoredRow): JournalRow => ({
  ...row,
  args: JSON.parse(row.args),
  undo: row.undo ? JSON.parse(row.undo) : null,
})

/** Decisions, newest first. */
export const listJournal = (db: ReadDb, limit: number, offset: number): JournalRow[] =>
  db.all(storedRows('DESC', limit, offset)).map(view)

const rowsOfActor = (actor: string, since: number, limit: number) =>
  query<StoredRow>(
    'SELECT * FROM journal INDEXED BY journal_actor WHERE actor = ? AND at >= ? ORDER BY at DESC, seq DESC LIMIT ?',
    [actor, since, limit],
  )

/** Decisions of one person since a moment, newest first. */
export const journalOf = (db: ReadDb, actor: string, since: number, limit: number): JournalRow[] =>
  db.all(rowsOfActor(actor, since, limit)).map(view)

/** Rows as they fit behind the one before them in their chain. */
function fitting(rows: readonly StoredRow[]): Set<StoredRow> {
  const last = new Map<string, string>()
  let oldest = ''
  return new Set(
    rows.filter(row => {
      const fits = hashOf(row.version === 1 ? oldest : (last.get(row.device) ?? ''), row) === row.hash
      last.set(row.device, row.hash)
      if (row.version === 1) oldest = row.hash
      return fits
    }),
  )
}

/** What later decisions say that rows say since a person or a secret was taken out of them; the newest word counts. */
function sealsOf(
  rows: readonly StoredRow[],
  fits: ReadonlySet<StoredRow>,
): Map<string, { digest: string; seq: number; of: string }> {
  const seals = new Map<string, { digest: string; seq: number; of: string }>()
  for (const row of rows) {
    if (!isSeal(row.command) || !fits.has(row)) continue
    const said = sealSchema.safeParse(JSON.parse(row.args)).data
    for (const { id, digest } of said?.rows ?? []) seals.set(id, { digest, seq: row.seq, of: row.command })
  }
  return seals
}

/**
 * Recomputes every chain; the first row of a device whose hash does not fit is where somebody changed or removed history.
 * A whole chain that was removed leaves a gap in the sequence. A row from which a person was erased is held to its seal.
 */
export function verifyJournal(db: ReadDb): ChainsState {
  const rows = db.all(storedRows('ASC', -1, 0))
  const fits = fitting(rows)
  const seals = sealsOf(rows, fits)
  const isSealed = (row: StoredRow) => {
    const seal = seals.get(row.id)
    return seal !== undefined && seal.seq > row.seq && seal.digest === digestOf(row)
  }
  const chains = new Map<string, ChainView>()
  let erased = 0
  for (const row of rows) {
    const chain = chains.get(row.device) ?? { device: row.device, rows: 0, intact: true, brokenAt: null }
    chains.set(row.device, chain)
    const sealed = !fits.has(row) && isSealed(row)
    if (sealed && seals.get(row.id)?.of === SEAL) erased++
    if (chain.intact && (sealed || fits.has(row))) chain.rows++
    else if (chain.intact) Object.assign(chain, { intact: false, brokenAt: row.seq })
  }
  const gap = rows.find(({ seq }, n) => seq !== n + 1)?.seq
  const broken = [
    ...[...chains.values()].flatMap(({ brokenAt }) => brokenAt ?? []),
    ...(gap === undefined ? [] : [gap]),
  ]
  const brokenAt = broken.length === 0 ? null : Math.min(...broken)
  return {
    rows: brokenAt === null ? rows.length : rows.filter(({ seq }) => seq < brokenAt).length,
    intact: brokenAt === null,
    brokenAt,
    erased,
    chains: [...chains.values()],
  }
}
