import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { query } from '../../../main/cache/db.ts'
import { openReader, readDb } from '../../../main/cache/open.ts'
import type { RecallFigures } from '../../../shared/review/missed.ts'
import { type BenchOptions, type Line, wanted } from '../figure.ts'

const FORESTALL = resolve(import.meta.dirname, '../../../main/cli/forestall.ts')
const RAVENSTACK = resolve(import.meta.dirname, '../../../../shared/data/ravenstack')
const FILES = ['accounts', 'subscriptions', 'feature_usage', 'support_tickets', 'churn_events']

/** Counted without anything of the product: neither its definition of a ticket nor its periods. */
const TROUBLES = query<{ n: number }>(
  `SELECT (SELECT count(*) FROM object t JOIN account a ON a.id = t.account_id AND a.merged_into IS NULL
       WHERE t.kind = 'ticket' AND t.opened_at IS NOT NULL AND ifnull(t.author_judged, ifnull(t.author, 'customer')) = 'customer'
         AND t.external_id NOT IN (SELECT ifnull(provider_id, '') FROM outbox WHERE account_id = t.account_id))
     + (SELECT count(*) FROM account WHERE churned_at IS NOT NULL AND merged_into IS NULL) AS n`,
)

/** Whether the causes of all tickets and cancellations sum to all of them, on the sample and on RavenStack. */
export function* recallFigures(options: BenchOptions): Iterable<Line> {
  if (!wanted(options, 'recall.adds_up')) return
  const dir = mkdtempSync(join(tmpdir(), 'forestall-recall-'))
  try {
    const run = (name: string, ...words: string[]): string =>
      execFileSync(process.execPath, [FORESTALL, '--workspace', join(dir, name), ...words], {
        env: { ...process.env, FORESTALL_USER_DATA: join(dir, 'data') },
        encoding: 'utf8',
        maxBuffer: 1e8,
      })
    run('sample', 'init', '--sample', '--accounts', options.quick ? '400' : '2000')
    const there = existsSync(RAVENSTACK)
    if (there) {
      run('ravenstack', 'init', '--name', 'RavenStack')
      const files = FILES.map(name => join(RAVENSTACK, `ravenstack_${name}.csv`))
      run('ravenstack', 'import', ...files, '--name', 'ravenstack', '--currency', 'USD')
    }
    const counted = ['sample', ...(there ? ['ravenstack'] : [])].map(name => {
      const figures = JSON.parse(run(name, 'call', 'recall.figures', '{}')) as RecallFigures
      const causes = Object.values(figures.endings).reduce((sum, n) => sum + n, 0)
      const all = readDb(openReader(join(dir, name, 'workspace.db'))).get(TROUBLES)?.n ?? -1
      return { name, causes, all }
    })
    yield {
      ...{ figure: 'recall.adds_up', unit: '', value: counted.every(({ causes, all }) => causes === all) ? 1 : 0 },
      note: counted.map(({ name, causes, all }) => `${name}: ${causes} causes of ${all}`).join('; '),
    }
  } finally {
    rmSync(dir, { recursive: true })
  }
}
