import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createRouterClient } from '@orpc/server'
import Database from 'better-sqlite3'
import { router } from '../../../main/api/router.ts'
import { DATABASE } from '../../../main/cache/open.ts'
import { createHost } from '../../../main/engine/host.ts'
import { environmentSecrets } from '../../../main/engine/secrets-store.ts'
import { unwrap } from '../../../shared/result.ts'
import { inFolder, NOW } from '../cache/data.ts'
import { quantile } from '../figure.ts'
import { stopwatch, type Took } from '../timing.ts'

/** A first import as a process of its own: the engine, a source of two files, and a person who works meanwhile. */
export interface Imported {
  /** Reading the files, with evaluating, scoring, folding and making searchable what they brought; once more evaluating. */
  load: Took
  evaluate: Took
  /** Until a cancelled run had stopped, ms; null for one that went to its end. */
  stopped: number | null
  /** From the start until a list of accounts had 50 rows. ms */
  firstRows: number
  /** A person's decisions, from when each was due until it was answered. ms */
  write: { p50: number; p99: number; count: number }
  /** How late the engine's thread had its turns. ms */
  delay: { p99: number; max: number }
  /** Largest memory of the process, its file with the log at the end. MB */
  memory: number
  file: number
  accounts: number
  events: number
  issues: number
  /** Rows that were read in this run: a run that goes on reads only what is left. */
  read: number
}

/** A decision every so many ms. */
const EVERY = 100
/** A person looks whether there is something to see so often, ms. */
const LOOK = 250

const [, , dir = '', data = '', cancelAt = ''] = process.argv
const secrets = environmentSecrets({})
const deps = { root: dir, dir, shell: 'cli' as const, actor: 'maya', device: 'bench', appVersion: '0', pickFiles: null }
const made = existsSync(join(dir, DATABASE))
const host = unwrap(await createHost({ ...deps, secrets }, made ? null : { name: 'Import', sample: null }))
const call = createRouterClient(router, { context: { host } })
await call.workspace.setClock({ mode: 'fixed', at: NOW })
const [known] = await call.source.list()
const sourceId = known?.id ?? (await call.source.add({ name: 'Export', config: inFolder(data) })).sourceId

const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
const begun = performance.now()
const person = work()
const shown = firstRows()
const cancelled = cancelAt === '' ? null : cancelOnceAt(Number(cancelAt))

const loading = stopwatch()
const report = await call.source.sync({ sourceId })
const load = loading()
const stopped = cancelled && performance.now() - (await cancelled)
const evaluating = stopwatch()
if (!stopped) await call.signal.evaluate({ everything: false })
const evaluate = evaluating()
const write = await person.stop()
const seen = shown.stop()
delay.disable()
const size = sizeOf(join(dir, DATABASE))
const counts = count(join(dir, DATABASE))
await host.close()

const imported: Imported = {
  ...{ load, evaluate, stopped, firstRows: seen, write, ...counts },
  delay: { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 },
  memory: process.resourceUsage().maxRSS / 1_024,
  file: size,
  read: report.streams.reduce((sum, stream) => sum + stream.read, 0),
}
process.stdout.write(JSON.stringify(imported))

/** Decisions one after the other, each counted from the moment at which it was due. */
function work() {
  const samples: number[] = []
  const pending: Promise<void>[] = []
  let n = 0
  const decide = async (number: number) => {
    await call.account.suppress({ address: `person-${number}-${begun}@example.test`, reason: 'asked for it' })
    samples.push(performance.now() - (begun + number * EVERY))
  }
  const timer = setInterval(() => {
    for (; begun + n * EVERY <= performance.now(); n++) pending.push(decide(n))
  }, 5)
  return {
    stop: async () => {
      clearInterval(timer)
      await Promise.all(pending)
      return { p50: quantile(samples, 0.5), p99: quantile(samples, 0.99), count: samples.length }
    },
  }
}

/** Looks at the list of accounts as its screen does, until there is a page of it. */
function firstRows() {
  let at = Number.NaN
  const timer = setInterval(async () => {
    const { length } = await call.account.list({ limit: 50 })
    if (length < 50 || !Number.isNaN(at)) return
    at = performance.now() - begun
    clearInterval(timer)
  }, LOOK)
  return {
    stop: () => {
      clearInterval(timer)
      return at
    },
  }
}

/** Cancels the reading at a share of its rows (0–1), as the button of its task does; gives the moment. */
function cancelOnceAt(share: number): Promise<number> {
  return new Promise(resolve => {
    const timer = setInterval(async () => {
      const task = (await call.task.list()).find(({ kind, unit }) => kind === 'sync' && unit === 'rows')
      if (!task?.total || task.done < share * task.total) return
      clearInterval(timer)
      resolve(performance.now())
      await call.task.cancel({ id: task.id })
    }, 20)
  })
}

/** MB, with the log. */
function sizeOf(file: string): number {
  const bytes = [file, `${file}-wal`].map(name => statSync(name, { throwIfNoEntry: false })?.size ?? 0)
  return bytes.reduce((sum, size) => sum + size, 0) / 1e6
}

function count(file: string): { accounts: number; events: number; issues: number } {
  const db = new Database(file, { readonly: true })
  const rows = (table: string) => db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0
  const counts = { accounts: rows('account'), events: rows('event'), issues: rows('issue') }
  db.close()
  return counts
}
