import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { configure, DATABASE } from '../../../main/cache/open.ts'
import { quantile } from '../figure.ts'
import type { Size } from './data.ts'
import { makeIssues } from './issues.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const CLI = join(ROOT, 'main/cli/forestall.ts')
const RUNS = 9

/** Made by the command line, then filled from a loaded cache: its accounts, its events and 10,000 issues. */
function workspace(dir: string, loaded: string, { accounts }: Size): string {
  const path = join(dir, 'start')
  execFileSync(process.execPath, [CLI, '--workspace', path, 'init', '--name', 'Bench'], { stdio: 'ignore' })
  const db = new Database(join(path, DATABASE))
  configure(db)
  db.prepare('ATTACH ? AS loaded').run(join(loaded, DATABASE))
  for (const table of ['source', 'stream', 'account', 'account_key', 'event'])
    db.exec(`INSERT INTO main.${table} SELECT * FROM loaded.${table}`)
  db.exec('DETACH loaded')
  makeIssues(db, Math.min(10_000, accounts))
  db.close()
  return path
}

/** From spawning the process until the first page of the queue has been answered. ms, median of some runs. */
export async function startUsable(dir: string, loaded: string, size: Size): Promise<number> {
  const path = workspace(dir, loaded, size)
  if (!existsSync(path)) throw new Error('the workspace was not made')
  const samples: number[] = []
  for (let run = 0; run <= RUNS; run++) {
    const took = await firstPage(path)
    // The first run only warms the disk cache and the compile cache.
    if (run > 0) samples.push(took)
  }
  return quantile(samples, 0.5)
}

function firstPage(path: string): Promise<number> {
  const started = performance.now()
  const child = spawn(process.execPath, [CLI, '--workspace', path, '--json', 'queue', '--limit', '100'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  let took = 0
  child.stdout.on('data', chunk => {
    text += chunk
    took = performance.now() - started
  })
  return new Promise((done, reject) => {
    child.once('error', reject)
    child.once('close', () => {
      const rows = JSON.parse(text) as unknown[]
      if (rows.length === 100) done(took)
      else reject(new Error(`the queue answered ${rows.length} rows`))
    })
  })
}
