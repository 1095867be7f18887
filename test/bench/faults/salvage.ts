import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { salvage } from '../../../main/cache/safety/salvage.ts'
import { aFullFile, countsOf, damagedCopy, overwritePages, schemaPagesOf } from '../../helpers/damaged.ts'
import type { Suite } from '../figure.ts'

const TABLES = ['journal', 'account', 'outbox', 'event']
const PAGES = 10

/**
 * Files of which ten pages were overwritten. A third of them are salvaged with a backup. The others have none, and
 * pages that name the tables are among those that were overwritten: the first one, or all of them.
 */
export const salvageFaultsSuite: Suite = {
  name: 'faults.salvage',
  async *run({ quick }) {
    const dir = mkdtempSync(join(tmpdir(), 'forestall-salvage-'))
    try {
      const files = quick ? 5 : 50
      const whole = aFullFile(dir, quick ? 2_000 : 10_000)
      const before = countsOf(whole, TABLES)
      const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0)
      const saved = { rows: 0, decisions: 0 }
      const naming = schemaPagesOf(whole)
      const [hurt, made] = [join(dir, 'hurt.db'), join(dir, 'made.db')]
      for (let seed = 1; seed <= files; seed++) {
        damagedCopy(whole, hurt, seed, PAGES)
        const way = seed % 3
        if (way > 0) overwritePages(hurt, way === 1 ? [1] : naming, seed % 2 === 0 ? 0 : 0xa5)
        salvage(hurt, made, way === 0 ? whole : null)
        const after = countsOf(made, TABLES)
        saved.rows += sum(after)
        saved.decisions += after.journal ?? 0
      }
      yield {
        figure: 'salvage.files',
        value: files,
        unit: 'files',
        note: 'two thirds without a backup and without page 1',
      }
      yield { figure: 'salvage.rows', value: saved.rows / (files * sum(before)), unit: 'share' }
      yield { figure: 'salvage.decisions', value: saved.decisions / (files * (before.journal ?? 1)), unit: 'share' }
    } finally {
      rmSync(dir, { recursive: true })
    }
  },
}
