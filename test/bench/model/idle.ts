import { join } from 'node:path'
import Database from 'better-sqlite3'
import { configure, DATABASE } from '../../../main/cache/open.ts'
import { createEngine, type Engine, systemDeps } from '../../../main/engine/engine.ts'
import { environmentSecrets } from '../../../main/engine/secrets-store.ts'
import { unwrap } from '../../../shared/result.ts'
import { type BenchOptions, type Line, rounded, wanted } from '../figure.ts'
import { middle, stopwatch, type Took, times } from '../timing.ts'
import { settledAccounts } from './idle-data.ts'

/** Accounts from which the model and the supply of data are learned; the others are like them. */
const SEED = 300
const MINUTE = 60_000

const open = async (dir: string, name: string, background: boolean): Promise<Engine> =>
  unwrap(
    await createEngine({
      ...systemDeps,
      dir: join(dir, name),
      create: { name: 'Bench', sample: null },
      secrets: environmentSecrets({}),
      actor: 'maya',
      device: 'desk',
      background,
    }),
  )

/** Writes past the engine, as a load of long ago did. */
function written(dir: string, name: string, write: (db: Database.Database) => void): void {
  const db = new Database(join(dir, name, DATABASE))
  configure(db)
  write(db)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

/** A workspace of so many accounts in which everything is settled. */
async function settled(dir: string, accounts: number): Promise<string> {
  const name = `idle-${accounts}`
  const engine = await open(dir, name, false)
  written(dir, name, db => settledAccounts(db, 0, SEED, Date.now()))
  await engine.evaluate(true)
  await engine.close()
  written(dir, name, db => settledAccounts(db, SEED, accounts, Date.now() + 10 * MINUTE))
  const again = await open(dir, name, false)
  await again.evaluate(false)
  await again.close()
  return name
}

const sizeName = (accounts: number): string =>
  accounts >= 1_000_000 ? `${accounts / 1_000_000}M` : `${accounts / 1_000}k`

/** CPU time of an evaluation in which nothing has changed. */
async function* nothing(dir: string, accounts: number): AsyncGenerator<Line> {
  const engine = await open(dir, await settled(dir, accounts), false)
  try {
    const runs: Took[] = []
    for (let run = 0; run < 7; run++) {
      const watch = stopwatch()
      await engine.evaluate(false)
      runs.push(watch())
    }
    const run = middle(runs)
    const note = 'a fifth of the accounts with an open issue and an outcome that nobody has judged; median of 7'
    yield { figure: `evaluate.nothing@${sizeName(accounts)}`, value: rounded(run.cpu), unit: 'ms', ...times(run), note }
  } finally {
    await engine.close()
  }
}

/** How much of a core an idle console takes, while accounts fall due all day. */
async function idleCpu(dir: string, accounts: number, seconds: number): Promise<Line> {
  const name = `idle-${accounts}`
  const now = Date.now()
  written(dir, name, db => {
    db.prepare('UPDATE due SET at = $now + ((account_id * 7919) % 86400) * 1000').run({ now })
    db.prepare('UPDATE outcome_due SET at = at - (SELECT min(at) FROM outcome_due) + $now').run({ now })
  })
  const engine = await open(dir, name, true)
  try {
    const before = engine.read.get<{ n: number }>({
      sql: `SELECT count(*) AS n FROM due WHERE at <= ${now + seconds * 1_000}`,
      params: [],
    })
    // What an engine does when it opens is not idling.
    await new Promise(resolve => setTimeout(resolve, 5_000))
    const watch = stopwatch()
    await new Promise(resolve => setTimeout(resolve, seconds * 1_000))
    const { cpu, wall } = watch()
    const note = `${accounts} accounts, each due once a day: ${before?.n ?? 0} in this time`
    return {
      figure: 'idle.cpu',
      value: rounded((100 * cpu) / wall),
      unit: '% of a core',
      wall: rounded(wall),
      cpu: rounded(cpu),
      note,
    }
  } finally {
    await engine.close()
  }
}

/** What a console costs while nothing happens. */
export async function* idleFigures(dir: string, options: BenchOptions): AsyncGenerator<Line> {
  const sizes = options.quick ? [1_000, 10_000] : [10_000, 100_000, 1_000_000]
  for (const accounts of sizes)
    if (wanted(options, `evaluate.nothing@${sizeName(accounts)}`)) yield* nothing(dir, accounts)
  if (!wanted(options, 'idle.cpu')) return
  const accounts = options.quick ? 10_000 : 100_000
  if (!wanted(options, `evaluate.nothing@${sizeName(accounts)}`)) await settled(dir, accounts)
  yield await idleCpu(dir, accounts, options.quick ? 20 : 60)
}
