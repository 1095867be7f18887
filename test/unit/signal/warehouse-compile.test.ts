import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compilePostgres, compileSqlite } from '../../../main/signal/warehouse/compile.ts'
import { parseMapping } from '../../../main/signal/warehouse/mapping.ts'
import { needsOfConditions } from '../../../main/signal/warehouse/needs.ts'
import { unwrap } from '../../../shared/result.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import type { Condition } from '../../../shared/trigger/trigger.ts'
import { NOON } from '../../helpers/observed.ts'
import { startPostgres, type TestPostgres } from '../../helpers/postgres.ts'
import { shopMapping } from '../../helpers/warehouse.ts'

const count = (kind: string, over = '7d', where = {}): Condition => ({
  measure: { type: 'count', events: { kind, where }, over },
  op: '>=',
  threshold: 1,
})
const refusal = (condition: Condition, mapping = shopMapping): string => {
  const compiled = compilePostgres(condition, NOON, mapping)
  return compiled.ok ? 'compiled' : compiled.error.why
}
const mappingError = (change: object): string => {
  const parsed = parseMapping({ accounts: { from: 'customers', id: 'id' }, ...change })
  return parsed.ok ? 'accepted' : parsed.error.why
}

describe('compiling a trigger', () => {
  it('binds every value, whatever it contains', () => {
    const nasty = `x' OR 1=1; DROP TABLE account; --`
    const condition = { any: [count('used', '7d', { region: nasty }), count(nasty)] }
    const postgres = unwrap(compilePostgres(count('used', '7d', { region: nasty }), NOON, shopMapping))
    const sqlite = unwrap(compileSqlite(condition, NOON))
    expect(postgres.sql).not.toContain('DROP')
    expect(sqlite.sql).not.toContain('DROP')
    expect(postgres.params).toContain(nasty)
    expect(sqlite.params.filter(param => param === nasty)).toHaveLength(2)
  })

  it('refuses an amount without a currency while the workspace has none, and says where to name one', () => {
    const amount = (currency?: string): Condition => ({
      measure: { type: 'attribute', name: 'mrr_minor', ...(currency === undefined ? {} : { currency }) },
      op: '>=',
      threshold: 1,
    })
    expect(refusal(amount())).toBe('At when.measure: the workspace has no currency yet, and the amount names none.')
    expect(refusal(amount('EUR'))).toBe('compiled')
  })

  it('quotes the names of a mapping, so that they are names and nothing else', () => {
    const table = 'cust"omers; DROP TABLE x; --'
    const mapping = unwrap(parseMapping({ accounts: { from: { table: ['my schema', table] }, id: 'the "id"' } }))
    const always: Condition = {
      measure: { type: 'attribute', name: 'plan' },
      op: '=',
      threshold: 'pro',
    }
    const plan = { ...mapping, accounts: { ...mapping.accounts, plan: { column: 'plan"' } } }
    const { sql } = unwrap(compilePostgres(always, NOON, plan))
    expect(sql).toContain('FROM "my schema"."cust""omers; DROP TABLE x; --" AS "a"')
    expect(sql).toContain('"a"."the ""id"""')
    expect(sql).toContain('"a"."plan"""')
  })

  it('says where a trigger asks for what the warehouse cannot answer', () => {
    const anomaly: Condition = {
      measure: { type: 'anomaly', events: { kind: 'used' }, every: '1d', baseline: '30d', minimum: 5 },
      op: '>=',
      threshold: 4,
    }
    expect(refusal({ all: [count('used'), { not: anomaly }] })).toMatch(/^At when\.all\.1\.not\.measure: an anomaly/)
    const failuresOnly = { ...shopMapping, events: shopMapping.events.slice(1) }
    expect(refusal(count('login'), failuresOnly)).toMatch(/^At when\.measure\.events\.kind: no events of kind “login”/)
    expect(refusal(count('used', '7d', { browser: 'x' }))).toMatch(/^At when\.measure\.events\.where\.browser: /)
    const sum: Condition = {
      measure: { type: 'sum', events: { kind: 'used' }, field: 'clicks', over: '1d' },
      op: '>',
      threshold: 1,
    }
    expect(refusal({ any: [sum] })).toMatch(/^At when\.any\.0\.measure\.field: no property “clicks”/)
    const usual: Condition = {
      measure: { type: 'stored', object: { kind: 'parcel' }, relative: { quantile: 0.95, minimum: 5 } },
      op: '>',
      threshold: 1,
    }
    expect(refusal(usual)).toBe('compiled')
    const lateness: Condition = { measure: { type: 'late', object: { kind: 'parcel' } }, op: '>', threshold: 0.5 }
    expect(refusal(lateness)).toMatch(/^At when\.measure\.object: how long objects live is learned on this computer/)
    const presentOnly = { state: { column: 'status' }, since: { column: 'moved', form: 'timestamptz' as const } }
    const noHistory = {
      ...shopMapping,
      objects: shopMapping.objects.map(({ stays: _, ...entry }) => ({ ...entry, ...presentOnly })),
    }
    const refused = compilePostgres({ not: usual }, NOON, noHistory)
    expect(refused).toMatchObject({
      ok: false,
      error: {
        why: expect.stringMatching(/^At when\.not\.measure\.relative: the states that “parcel” objects were in before/),
        todo: expect.stringContaining('Add objects.0.stays to the mapping (from, object, state, since, until)'),
      },
    })
    const owner: Condition = { measure: { type: 'attribute', name: 'owner' }, op: '=', threshold: 'Ada' }
    expect(refusal(owner)).toMatch(/^At when\.measure\.name: no attribute “owner”/)
  })

  it('works out what is usual once, however often it is asked', () => {
    const usual = (threshold: number): Condition => ({
      measure: { type: 'stored', object: { kind: 'parcel' }, relative: { quantile: 0.95, minimum: 5 } },
      op: '>',
      threshold,
    })
    const { sql } = unwrap(compilePostgres({ all: [usual(1), { not: usual(2) }] }, NOON, shopMapping))
    expect(sql.match(/ROW_NUMBER/g)).toHaveLength(1)
  })

  it('needs each kind of event once, from where the longest measure begins', () => {
    const rate: Condition = {
      measure: { type: 'rate', events: { kind: 'used' }, over: '7d', baseline: '30d', minimum: 1 },
      op: '<',
      threshold: 1,
    }
    const since: Condition = { measure: { type: 'since', events: { kind: 'login' } }, op: '>', threshold: '10d' }
    expect(needsOfConditions([{ any: [rate, count('used')] }, count('login'), since], NOON).events).toEqual([
      { kind: 'used', after: NOON - 37 * DAY },
      { kind: 'login', after: null },
    ])
  })
})

describe('a mapping', () => {
  it('takes tables and single queries, and says what is wrong with anything else', () => {
    expect(mappingError({})).toBe('accepted')
    const events = (from: unknown) => ({
      events: [{ from, id: 'id', account: 'a', kind: { const: 'used' }, at: { column: 'at' } }],
    })
    expect(mappingError(events({ query: 'SELECT * FROM usage' }))).toBe('accepted')
    expect(mappingError(events({ query: 'DELETE FROM usage' }))).toMatch(/^At events\.0\.from/)
    expect(mappingError(events({ query: 'SELECT 1; SELECT 2' }))).toMatch(/^At events\.0\.from/)
    expect(mappingError(events({ query: 'SELECT $1' }))).toMatch(/^At events\.0\.from/)
    expect(mappingError({ accounts: { from: 'customers' } })).toMatch(/^At accounts\.id/)
    expect(mappingError({ contact: [] })).toMatch(/contact/)
  })
})

describe('a window in PostgreSQL', () => {
  let server: TestPostgres | null = null
  let client: pg.Client | null = null
  beforeAll(async () => {
    server = await startPostgres()
    if (!server) return
    client = new pg.Client({ connectionString: server.url })
    await client.connect()
    await client.query(`SET TimeZone = 'America/Caracas'; CREATE TABLE acc (id text); INSERT INTO acc VALUES ('A');
      CREATE TABLE ev (id int, a text, stored timestamptz, plain timestamp, day date, s bigint, ms bigint)`)
  })
  afterAll(async () => {
    await client?.end()
    await server?.stop()
  })

  it.for([
    [
      'stored',
      'timestamptz',
      '2024-11-14 12:00:00.000999Z',
      '2024-11-14 12:00:00.001Z',
      '2024-11-15 12:00:00.000999Z',
      '2024-11-15 12:00:00.001Z',
    ],
    [
      'plain',
      'timestamp',
      '2024-11-14 12:00:00.000999',
      '2024-11-14 12:00:00.001',
      '2024-11-15 12:00:00.000999',
      '2024-11-15 12:00:00.001',
    ],
    ['day', 'date', '2024-11-14', '2024-11-15', '2024-11-15', '2024-11-16'],
    ['s', 'unix_s', NOON / 1000 - 86_400, NOON / 1000 - 86_399, NOON / 1000, NOON / 1000 + 1],
    ['ms', 'unix_ms', NOON - DAY, NOON - DAY + 1, NOON, NOON + 1],
  ])(
    'opens after its first moment and closes with its last, where moments are %s (%s)',
    async ([column, form, ...at], context) => {
      if (!client) return context.skip()
      const mapping = unwrap(
        parseMapping({
          accounts: { from: 'acc', id: 'id' },
          events: [{ from: 'ev', id: 'id', account: 'a', kind: { const: 'used' }, at: { column, form } }],
        }),
      )
      const { sql, params } = unwrap(compilePostgres(count('used', '1d'), NOON, mapping))
      const seen: boolean[] = []
      for (const moment of at) {
        await client.query('DELETE FROM ev')
        await client.query(`INSERT INTO ev (id, a, ${column}) VALUES (1, 'A', $1)`, [moment])
        seen.push((await client.query(sql, params)).rows.length > 0)
      }
      expect(seen).toEqual([false, true, true, false])
    },
  )
})
