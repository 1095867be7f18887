import { createHash } from 'node:crypto'
import type { ChainsState, ChainView, JournalRow } from '../../shared/model/journal.ts'
import { query, type ReadDb, statement, type WriteDb } from './db.ts'

/**
 * How rows of the journal are written.
 * 1: arguments name rows by their numbers on the one computer that there was; one chain over all rows, by sequence.
 * 2: arguments name rows by uids; a chain for each device, so that journals of several can be joined.
 * The hash covers the arguments, so an old row stays as it was written: it is verified by its own rule, and what it says
 * is translated when it is replayed or undone.
 */
export const VERSION = 2

export interface StoredRow {
  seq: number
  id: string
  actor: string
  device: string
  at: number
  command: string
  args: string
  undo: string | null
  undoes: string | null
  version: number
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

/**
 * Recomputes every chain; the first row of a device whose hash does not fit is where somebody changed or removed history.
 * A whole chain that was removed leaves a gap in the sequence.
 */
export function verifyJournal(db: ReadDb): ChainsState {
  const rows = db.all(storedRows('ASC', -1, 0))
  const chains = new Map<string, ChainView & { last: string }>()
  let oldest = ''
  for (const row of rows) {
    const chain = chains.get(row.device) ?? { device: row.device, rows: 0, intact: true, brokenAt: null, last: '' }
    chains.set(row.device, chain)
    const fits = hashOf(row.version === 1 ? oldest : chain.last, row) === row.hash
    if (chain.intact && fits) chain.rows++
    else if (chain.intact) Object.assign(chain, { intact: false, brokenAt: row.seq })
    chain.last = row.hash
    if (row.version === 1) oldest = row.hash
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
    chains: [...chains.values()].map(({ last: _, ...chain }) => chain),
  }
}
