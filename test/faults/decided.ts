import { spawn } from 'node:child_process'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { verifyJournal } from '../../main/cache/journal.ts'
import { DATABASE, openCache, readDb } from '../../main/cache/open.ts'
import { NODE } from '../helpers/node.ts'
import type { FaultOutcome } from './fault.ts'

const CHILD = join(import.meta.dirname, 'deciding-child.ts')

export interface Deciding {
  dir: string
  many: number
  round?: number
  armed?: string
  env?: Record<string, string>
  /** Hears of each acknowledged decision. */
  onAcknowledged?(reason: string, pid: number): void
}

/** Runs the deciding process to its end; which decisions it was told are kept, and how it ended. */
export function decide({ dir, many, round = 0, armed = '', env = {}, onAcknowledged }: Deciding) {
  const child = spawn(NODE, [CHILD, dir, armed, String(many), String(round)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  const acknowledged: string[] = []
  let [rest, said] = ['', '']
  child.stderr.on('data', (piece: Buffer) => (said += piece))
  child.stdout.on('data', (piece: Buffer) => {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      acknowledged.push(line)
      onAcknowledged?.(line, child.pid ?? 0)
    }
  })
  return new Promise<{ acknowledged: string[]; code: number | null; signal: string | null; said: string }>(done =>
    child.once('close', (code, signal) => done({ acknowledged, code, signal, said })),
  )
}

/** Holds a workspace against what was acknowledged: nothing gone, nothing twice, file and chain whole. */
export function auditDecisions(dir: string, acknowledged: readonly string[], injected: number): FaultOutcome {
  const opened = openCache(dir)
  if (!opened.ok) return { injected, lost: acknowledged.length, duplicates: 0, wrong: [opened.error.what] }
  const { connection, reader } = opened.value
  try {
    const found = connection
      .prepare<[], { reason: string; n: number }>(
        `SELECT json_extract(args, '$.reason') AS reason, count(*) AS n FROM journal
         WHERE command = 'contact.suppress' OR json_extract(args, '$.reason') IS NOT NULL GROUP BY 1`,
      )
      .all()
    const counts = new Map(found.map(({ reason, n }) => [reason, n]))
    const whole = connection.pragma('integrity_check', { simple: true })
    const chain = verifyJournal(readDb(reader))
    return {
      injected,
      lost: acknowledged.filter(reason => !counts.has(reason)).length,
      duplicates: found.filter(({ n }) => n > 1).length,
      wrong: [
        ...(whole === 'ok' ? [] : [`the file: ${String(whole)}`]),
        ...(chain.intact ? [] : ['the journal’s chain is broken']),
      ],
    }
  } finally {
    reader.close()
    connection.close()
  }
}

/** Every decision that a file holds, in order. */
export function decisionsOf(dir: string): string[] {
  const db = new Database(join(dir, DATABASE), { readonly: true })
  const reasons = db
    .prepare<[], string>(
      "SELECT json_extract(args, '$.reason') FROM journal WHERE json_extract(args, '$.reason') IS NOT NULL ORDER BY seq",
    )
    .pluck()
    .all()
  db.close()
  return reasons
}
