import { expect, it } from 'vitest'
import { query } from '../../../main/cache/db.ts'
import { queueList } from '../../../main/queue/store.ts'
import { starterTriggers } from '../../../main/signal/starter-triggers.ts'
import { listTriggers } from '../../../main/signal/store.ts'
import { run } from '../../helpers/evaluating.ts'
import { withTrigger } from '../../helpers/observed.ts'
import { ravenstackConfig, ravenstackFolder, WITHOUT_RAVENSTACK } from '../../helpers/ravenstack.ts'
import { aSyncedFolder } from '../../helpers/synced-folder.ts'

const there = ravenstackFolder() !== null
const NEW_YEARS_EVE = Date.parse('2024-12-31T00:00:00Z')

it.skipIf(!there)(
  there
    ? 'on the RavenStack files both triggers pick a few accounts in a hundred, worth working through'
    : WITHOUT_RAVENSTACK,
  async () => {
    const folder = aSyncedFolder('ravenstack')
    try {
      await folder.sync(await ravenstackConfig(folder.dir))
      for (const trigger of starterTriggers()) withTrigger(folder.connection, trigger)
      const file = folder.connection.name
      const report = await run({ ...folder, file }, NEW_YEARS_EVE)
      expect(report.accounts).toBe(500)
      const fired = new Map(listTriggers(folder.read).map(view => [view.definition.id, view.open]))
      for (const id of ['usage-down', 'feature-errors']) {
        expect(fired.get(id)).toBeGreaterThanOrEqual(15)
        expect(fired.get(id)).toBeLessThanOrEqual(60)
      }
      const queue = queueList(folder.read, { view: 'now', offset: 0, limit: 500 }, 'maya')
      expect(queue).toHaveLength(report.opened)
      const top = folder.read.get(
        query<{ currency: string; value_minor: number }>('SELECT * FROM issue ORDER BY priority DESC'),
      )
      expect(top?.currency).toBe('USD')
      expect(top?.value_minor).toBeGreaterThan(100)
    } finally {
      folder.close()
    }
  },
)
