import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openCache } from '../../../main/cache/open.ts'
import { starterTriggers } from '../../../main/signal/starter-triggers.ts'
import { unwrap } from '../../../shared/result.ts'
import { type Line, rounded } from '../figure.ts'
import { type Took, times } from '../timing.ts'
import { fill, NOW } from './scratch-data.ts'

/** A filled workspace folder. */
export function filled(dir: string, name: string, size: { accounts: number; events: number }): string {
  const room = join(dir, name)
  mkdirSync(room)
  const { connection, reader } = unwrap(openCache(room))
  fill(connection, size)
  connection.pragma('wal_checkpoint(TRUNCATE)')
  reader.close()
  connection.close()
  return room
}

/** Evaluates everybody in a child, and measures the child. */
export function evaluateAll(room: string): Took & { accounts: number; fired: number; megabytes: number } {
  const child = new URL('./scratch-child.ts', import.meta.url).pathname
  return JSON.parse(execFileSync(process.execPath, [child, room, String(NOW)], { encoding: 'utf8' }))
}

export function* scratchFigures(dir: string, quick: boolean): Generator<Line> {
  const size = quick ? { accounts: 2_000, events: 200_000 } : { accounts: 100_000, events: 10_000_000 }
  const found = evaluateAll(filled(dir, 'scratch', size))
  const note = `${starterTriggers().length} triggers, ${size.events} events, ${found.fired} firings written`
  yield {
    figure: `scratch@${size.accounts / 1_000}k`,
    value: rounded(found.wall / 1_000),
    unit: 's',
    ...times(found),
    note,
  }
  yield { figure: 'scratch.memory', value: Math.round(found.megabytes), unit: 'MB', note: 'peak of the process' }
}
