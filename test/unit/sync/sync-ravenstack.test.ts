import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { query } from '../../../main/cache/db.ts'
import { listQuarantine, listSources } from '../../../main/sync/store.ts'
import type { SyncReport } from '../../../shared/model/source.ts'
import { unwrap } from '../../../shared/result.ts'
import type { FilesConfig } from '../../../shared/source/mapping.ts'
import { ravenstackConfig, ravenstackFolder, WITHOUT_RAVENSTACK } from '../../helpers/ravenstack.ts'
import { aSyncedFolder, NOW, type SyncedFolder } from '../../helpers/synced-folder.ts'

const there = ravenstackFolder() !== null

describe.skipIf(!there)(there ? 'the RavenStack files' : WITHOUT_RAVENSTACK, () => {
  /** Read whole, once for all tests. */
  let folder: SyncedFolder
  let config: FilesConfig
  let report: SyncReport
  beforeAll(async () => {
    folder = aSyncedFolder('ravenstack')
    config = await ravenstackConfig(folder.dir)
    report = unwrap(await folder.sync(config))
  })
  afterAll(() => folder.close())

  const another = () => {
    const other = aSyncedFolder('ravenstack')
    onTestFinished(other.close)
    return other
  }

  it('become accounts, subscriptions, tickets, usage, churn and contacts by the proposed mapping', () => {
    expect(report.cancelled).toBe(false)
    expect(folder.count('account')).toBe(500)
    expect(folder.count('contact')).toBe(500)
    expect(folder.count('object', "kind = 'subscription'")).toBe(5000)
    expect(folder.count('object', "kind = 'ticket'")).toBe(2000)
    expect(folder.count('event', "kind = 'feature_used'")).toBe(24_977)
    expect(folder.count('event', "kind = 'churn'")).toBe(600)
    expect(folder.count('dirty')).toBe(500)
  })

  it('keep one row for each usage id; the 21 that come twice are quarantined with line, column and reason', () => {
    const rows = listQuarantine(folder.read, { offset: 0, limit: 100 })
    expect(rows).toHaveLength(21)
    for (const row of rows) {
      expect(row).toMatchObject({ stream: 'ravenstack_feature_usage', column: 'usage_id' })
      expect(row.reason).toMatch(/^The id “U-[0-9a-f]+” is already used by the record on line \d+\.$/)
    }
    const [status] = listSources(folder.read, NOW)
    expect(status).toMatchObject({ quarantined: 21, syncedAt: NOW, newestAt: Date.UTC(2024, 11, 31, 19), error: null })
  })

  it('read typed: exact money, UTC time, states, properties by column', () => {
    const subscription = folder.read.get(
      query(`SELECT o.state, o.amount_minor, o.currency, o.opened_at, o.closed_at, k.external_id AS account,
               o.properties ->> 'plan_tier' AS plan
             FROM object o JOIN account_key k USING (account_id) WHERE o.external_id = 'S-8cec59'`),
    )
    expect(subscription).toEqual({
      state: 'ended',
      amount_minor: 278_600,
      currency: 'USD',
      opened_at: Date.UTC(2023, 11, 23),
      closed_at: Date.UTC(2024, 3, 12),
      account: 'A-3c1a3f',
      plan: 'Enterprise',
    })
    const usage = folder.read.get(
      query(`SELECT e.at, e.value, e.properties, o.account_id = e.account_id AS same FROM event e, object o
             WHERE e.external_id = 'U-1c6c24' AND o.external_id = 'S-0fcf7d'`),
    )
    expect(usage).toEqual({
      at: Date.UTC(2023, 6, 27),
      value: 9,
      same: 1,
      properties: '{"feature_name":"feature_20","usage_duration_secs":5004,"error_count":0,"is_beta_feature":false}',
    })
  })

  it('change nothing when they are imported twice', async () => {
    const before = folder.dump()
    const again = unwrap(await folder.sync(config))
    expect(again.streams.map(stream => stream.changed)).toEqual([0, 0, 0, 0, 0, 0])
    expect(folder.dump()).toEqual(before)
  })

  it('give the same cache in whichever order the streams are listed', async () => {
    const other = another()
    unwrap(await other.sync({ streams: config.streams.toReversed() }))
    expect(other.dump()).toEqual(folder.dump())
  })

  it('are due later where the clock stands before their end', async () => {
    const now = Date.UTC(2024, 5, 1)
    const early = another()
    unwrap(await early.sync(config, { now }))
    expect(early.count('event')).toBe(25_577)
    expect(early.count('due', `at <= ${now}`)).toBe(0)
    expect(early.count('due')).toBeGreaterThan(400)
    expect(listSources(early.read, NOW)[0]?.newestAt).toBeLessThanOrEqual(now)
  })

  it('stop between two batches when cancelled, keep what is complete, and write only the rest afterwards', async () => {
    const abort = new AbortController()
    const onProgress = (done: number, _total: number | null, unit: string) => {
      if (unit === 'rows' && done > 12_000) abort.abort()
    }
    const cut = another()
    expect(unwrap(await cut.sync(config, { signal: abort.signal, onProgress })).cancelled).toBe(true)
    const kept = cut.count('event')
    expect(kept).toBeGreaterThan(600)
    expect(kept).toBeLessThan(25_577)
    const rest = unwrap(await cut.sync(config))
    expect(rest.cancelled).toBe(false)
    expect(cut.count('event')).toBe(25_577)
    expect(rest.streams.reduce((sum, stream) => sum + stream.changed, 0)).toBe(25_577 - kept)
    expect(listSources(cut.read, NOW)[0]?.streams.map(stream => stream.rows)).toEqual([
      500, 5000, 24_977, 2000, 600, 500,
    ])
  })
})
