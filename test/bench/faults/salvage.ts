import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { salvage } from '../../../main/cache/safety/salvage.ts'
import { aFullFile, countsOf, damagedCopy } from '../../helpers/damaged.ts'
import type { Suite } from '../figure.ts'

const TABLES = ['journal', 'account', 'outbox', 'event']
const PAGES = 10

/** Files of which ten pages were overwritten, never the first one; their schema is that of a backup. */
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
      const [hurt, made] = [join(dir, 'hurt.db'), join(dir, 'made.db')]
      for (let seed = 1; seed <= files; seed++) {
        damagedCopy(whole, hurt, seed, PAGES)
        salvage(hurt, made, whole)
        const after = countsOf(made, TABLES)
        saved.rows += sum(after)
        saved.decisions += after.journal ?? 0
      }
      yield { figure: 'salvage.files', value: files, unit: 'files' }
      yield { figure: 'salvage.rows', value: saved.rows / (files * sum(before)), unit: 'share' }
      yield { figure: 'salvage.decisions', value: saved.decisions / (files * (before.journal ?? 1)), unit: 'share' }
    } finally {
      rmSync(dir, { recursive: true })
    }
  },
}
