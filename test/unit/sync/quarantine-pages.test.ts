import { expect, it } from 'vitest'
import { heldAfter } from '../../../main/sync/pages/retry-pages.ts'
import { quarantinedAfter } from '../../../main/sync/quarantine/quarantine.ts'
import { aCache } from '../../helpers/cache.ts'

it('a page of what was set aside is read from where the last one ended, and nothing is sorted for it', () => {
  const { connection } = aCache()
  for (const { sql, params } of [quarantinedAfter(1, 5, 200), heldAfter(1, 5, true), heldAfter(1, 5, false)]) {
    const plan = connection.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(params)
    expect(plan.map(({ detail }) => detail)).toEqual(['SEARCH quarantine USING INTEGER PRIMARY KEY (rowid>?)'])
  }
})
