import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import posthogJson from '../../../resources/manifests/posthog.json' with { type: 'json' }
import { DAY, HOUR, MINUTE } from '../../../shared/trigger/duration.ts'
import { aLoopbackServer, json, type Loopback } from '../../helpers/loopback.ts'
import { drained, opened, streamOf } from '../../helpers/rest.ts'
import { aSyncedSystem, type Shipped, shippedManifest } from '../../helpers/shipped.ts'

/**
 * Answers have the shape of PostHog's own examples: https://posthog.com/docs/api/queries (a query's columns and results,
 * going on by time rather than by offset), https://posthog.com/docs/api/groups
 */
const NOW = Date.parse('2026-05-12T10:00:00Z')
/** Ten rows for a query instead of ten thousand, so that there are several. */
const inTens = (manifest: unknown) => JSON.parse(JSON.stringify(manifest).replaceAll('10000', '10'))
const { manifest, warnings } = shippedManifest(inTens(posthogJson))
const settings = { project: '7', host: 'us.posthog.com' }
const iso = (at: number) => new Date(at).toISOString().replace('Z', '000+00:00')

it('the manifest has no problems', () => expect(warnings).toEqual([]))

describe('PostHog, as its documentation describes it', () => {
  interface Happening {
    event: string
    at: number
    person: string
    group?: string
    [property: string]: unknown
  }
  let server: Loopback
  let system: Shipped
  let groups: { group_key: string; group_properties: Record<string, unknown> }[]
  let happened: Happening[]

  const login = (at: number, more: Partial<Happening> = {}): Happening => ({
    event: 'user signed in',
    at,
    person: 'ada',
    group: 'acme',
    country: 'DE',
    os: 'Mac OS X',
    browser: 'Safari',
    ...more,
  })

  /** What the two queries of the manifest select, by hand. */
  function select(sql: string) {
    const [since, until] = [...sql.matchAll(/toDateTime\('([^']+)'\)/g)].map(match => Date.parse(match[1] ?? ''))
    expect(sql).toMatch(/LIMIT 10$/)
    const byPerson = sql.includes("if('persons' = 'persons'")
    const account = ({ person, group }: Happening) => (byPerson ? person : (group ?? ''))
    const within = happened
      .filter(one => one.at >= (since ?? 0) && one.at < (until ?? 0) && account(one) !== '')
      .sort((a, b) => a.at - b.at)
    if (sql.includes('GROUP BY person_id')) {
      const last = new Map(within.map(one => [one.person, one]))
      const people = [...last.values()].sort((a, b) => a.at - b.at).slice(0, 10)
      const row = (one: Happening) => [one.person, account(one), `${one.person}@acme.example`, one.person]
      return people.map(one => [...row(one), iso(NOW - 90 * DAY), iso(one.at)])
    }
    const columns = ['country', 'os', 'browser', 'page', 'dwelt', 'exception', 'error_count', 'used_share']
    return within
      .slice(0, 10)
      .map((one, n) => [
        `${one.at}-${one.event}-${one.n ?? n}`,
        one.event,
        iso(one.at),
        account(one),
        one.person,
        ...columns.map(name => one[name] ?? null),
      ])
  }

  beforeEach(async () => {
    groups = [{ group_key: 'acme', group_properties: { name: 'Acme', domain: 'acme.example', plan: 'pro' } }]
    happened = []
    server = await aLoopbackServer(({ url, headers, body }, res) => {
      if (headers.authorization !== 'Bearer phx_1')
        return json(res, { type: 'authentication_error', detail: 'Invalid personal API key.' }, 401)
      if (url.pathname === '/api/projects/7/query/') {
        const { query, refresh } = JSON.parse(body)
        expect({ kind: query.kind, refresh }).toEqual({ kind: 'HogQLQuery', refresh: 'force_blocking' })
        return json(res, { results: select(query.query), columns: [], types: [], hasMore: false })
      }
      expect(url.pathname).toBe('/api/projects/7/groups/')
      const from = Number(url.searchParams.get('cursor') ?? 0)
      const next =
        from + 2 < groups.length ? `${server.url}${url.pathname}?group_type_index=0&cursor=${from + 2}` : null
      const results = groups
        .slice(from, from + 2)
        .map(one => ({ ...one, group_type_index: 0, created_at: iso(NOW - 9 * DAY) }))
      json(res, { next, previous: null, results })
    })
    system = aSyncedSystem(manifest, server, { now: NOW, settings, secrets: { personal_api_key: 'phx_1' } })
  })
  afterEach(async () => {
    system.close()
    await server.stop()
  })

  it('goes on by time, query after query, and a second sync changes nothing', async () => {
    groups = Array.from({ length: 5 }, (_, n) => ({ group_key: `g${n}`, group_properties: {} }))
    happened = Array.from({ length: 44 }, (_, n) =>
      login(NOW - 2 * DAY + n * MINUTE, { group: `g${n % 5}`, person: `p${n % 12}`, n }),
    )
    expect(await system.sync()).toMatchObject({ errors: [] })
    expect(system.folder.count('account')).toBe(5)
    expect(system.folder.count('contact')).toBe(12)
    expect(system.folder.count('event', "kind = 'login'")).toBe(44)
    expect(server.asked.filter(({ body }) => body.includes('ORDER BY timestamp')).length).toBeGreaterThanOrEqual(5)
    const before = system.folder.dump(['account', 'contact', 'event', 'quarantine'])
    expect(await system.sync(NOW + HOUR)).toMatchObject({ changed: 0, errors: [] })
    expect(system.folder.dump(['account', 'contact', 'event', 'quarantine'])).toEqual(before)
  })

  it('reads what is older behind that, as history', async () => {
    happened = [2, 20, 100, 170, 400].map(days => login(NOW - days * DAY, { n: days }))
    const { source, secrets } = opened(manifest, server, { now: NOW, settings })
    secrets.set('personal_api_key', 'phx_1')
    const stream = streamOf(source, 'events')
    const fresh = await drained(stream)
    const history = await drained(stream, { part: 'backfill', anchor: fresh.pages[0]?.cursor ?? null })
    await source.close()
    const days = (records: readonly { externalId: string }[]) =>
      records.map(({ externalId }) => externalId.split('-').at(-1))
    expect([days(fresh.records), days(history.records)]).toEqual([['2'], ['20', '100', '170']])
  })

  it('events become the words of the triggers, so that they fire', async () => {
    const daily = Array.from({ length: 20 }, (_, n) => login(NOW - (11 + n) * DAY, { n }))
    const lost = Array.from({ length: 6 }, (_, n) =>
      login(NOW - n * HOUR - HOUR, { event: 'sign in failed', group: 'lost', n }),
    )
    const stuck = Array.from({ length: 3 }, (_, n) =>
      login(NOW - n * HOUR - HOUR, { event: '$pageleave', group: 'stuck', dwelt: 700, page: '/tax', n }),
    )
    const full = login(NOW - HOUR, { event: 'limit measured', group: 'full', used_share: 0.9 })
    const idle = login(NOW - 9 * DAY, { event: 'onboarding completed', group: 'idle' })
    const failing = Array.from({ length: 3 }, (_, n) =>
      login(NOW - n * DAY - HOUR, { event: 'exported', group: 'failing', error_count: 2, n }),
    )
    // Without any such event nobody would know whether others lack it.
    const other = ['core feature used', 'task completed'].map(event => login(NOW - DAY, { event, group: 'full' }))
    happened = [...daily, ...lost, ...stuck, full, idle, ...failing, ...other]
    groups = ['acme', 'lost', 'stuck', 'full', 'idle', 'failing'].map(group_key => ({
      group_key,
      group_properties: {},
    }))
    expect(await system.sync()).toMatchObject({ errors: [] })
    await system.history()
    expect(await system.fired()).toEqual({
      acme: ['daily-user-silent', 'onboarding-incomplete'],
      lost: ['logins-failing', 'onboarding-incomplete'],
      stuck: ['onboarding-incomplete', 'stuck-on-page'],
      full: ['limit-near', 'onboarding-incomplete'],
      idle: ['core-feature-unused'],
      failing: ['feature-errors', 'onboarding-incomplete'],
    })
    expect(system.rows('SELECT DISTINCT kind FROM event ORDER BY kind').map(({ kind }) => kind)).toEqual([
      'core_feature_used',
      'feature_used',
      'limit_measured',
      'login',
      'login_failed',
      'onboarding_completed',
      'page_dwelt',
      'task_completed',
    ])
  })

  it('groups bring their domain, and using the core feature is using a feature too', async () => {
    happened = [login(NOW - HOUR, { event: 'core feature used' })]
    await system.sync()
    expect(system.rows('SELECT name, domain, plan, external_ref FROM account')).toEqual([
      { name: 'Acme', domain: 'acme.example', plan: 'pro', external_ref: 'acme' },
    ])
    expect(system.rows('SELECT kind, value FROM event ORDER BY kind')).toEqual([
      { kind: 'core_feature_used', value: 1 },
      { kind: 'feature_used', value: 1 },
    ])
  })

  it('without groups, a person with an address is an account', async () => {
    const alone = aSyncedSystem(manifest, server, {
      now: NOW,
      settings: { ...settings, accounts: 'persons' },
      secrets: { personal_api_key: 'phx_1' },
    })
    happened = [login(NOW - HOUR), login(NOW - 2 * HOUR, { person: 'bob' })]
    expect(await alone.sync()).toMatchObject({ errors: [] })
    const found = alone.rows('SELECT uid, email FROM account ORDER BY uid')
    alone.close()
    expect(found).toEqual([
      { uid: 'posthog:ada', email: 'ada@acme.example' },
      { uid: 'posthog:bob', email: 'bob@acme.example' },
    ])
  })
})
