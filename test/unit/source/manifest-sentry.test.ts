import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import sentryJson from '../../../resources/manifests/sentry.json' with { type: 'json' }
import { DAY, HOUR, MINUTE } from '../../../shared/trigger/duration.ts'
import { aContractFront, type Front } from '../../helpers/contract-part.ts'
import { aLoopbackServer, json, type Loopback } from '../../helpers/loopback.ts'
import { contractFile } from '../../helpers/prism.ts'
import { drained, opened, streamOf } from '../../helpers/rest.ts'
import { aSyncedSystem, type Shipped, shippedManifest } from '../../helpers/shipped.ts'

const NOW = Date.parse('2026-05-12T10:00:00Z')
const { manifest, warnings } = shippedManifest(sentryJson)
const settings = { host: 'us.sentry.io', organization: 'own', account_tag: 'account' }
const iso = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`

it('the manifest has no problems', () => expect(warnings).toEqual([]))

const CONTRACT = 'sentry.json'
const organization = '/api/0/organizations/{organization_id_or_slug}'

describe.skipIf(!contractFile(CONTRACT))(
  'Sentry, as its contract has it (needs the contracts beside the repository)',
  () => {
    let front: Front
    beforeAll(async () => {
      front = await aContractFront({
        contracts: [CONTRACT],
        paths: [
          `${organization}/projects/`,
          `${organization}/issues/`,
          `${organization}/issues/{issue_id}/tags/{key}/values/`,
          '/api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/events/',
        ],
      })
    })
    afterAll(() => front.stop())

    it('every stream makes only requests that are allowed and reads all that is answered', async () => {
      // The tag that the events of Sentry's own example have.
      const { source, secrets } = opened(manifest, front.server, {
        now: Date.UTC(2020, 8, 12),
        settings: { ...settings, account_tag: 'server_name' },
      })
      secrets.set('token', 't')
      const found: Record<string, number> = {}
      expect(await source.test(new AbortController().signal)).toMatchObject({ ok: true })
      for (const stream of source.streams) {
        const { records, misfits } = await drained(stream)
        expect(misfits, stream.name).toEqual([])
        found[stream.name] = records.length
      }
      await source.close()
      expect(front.refused).toEqual([])
      expect(found.errors).toBeGreaterThanOrEqual(2)
      expect(found.known_bugs).toBeGreaterThanOrEqual(2)
    })
  },
)

/**
 * Answers have the shape of Sentry's own examples: https://docs.sentry.io/api/events/list-a-projects-error-events/,
 * …/list-an-organizations-issues/; paging: https://docs.sentry.io/api/pagination/
 */
describe('Sentry, as its documentation describes it', () => {
  let server: Loopback
  let system: Shipped
  let events: ReturnType<typeof anEvent>[]
  let issues: { id: string; lastSeen: string; status: string; assignedTo: unknown; touched: string[] }[]

  const anEvent = (id: number, account: string | null, at: number) => ({
    id: `e${id}`,
    eventID: `e${id}`,
    dateCreated: iso(at),
    title: 'This is an example Python exception',
    culprit: '/books/new/',
    groupID: '1',
    'event.type': 'error',
    user: null,
    metadata: { type: 'ExampleException' },
    tags: [
      { key: 'environment', value: 'production' },
      { key: 'release', value: '1.2.0' },
      ...(account ? [{ key: 'account', value: account }] : []),
    ],
  })

  /** Pages of ten. There is a next page even on the last one, without results. */
  const page = (list: readonly unknown[], url: URL) => {
    const from = Number(url.searchParams.get('cursor')?.split(':')[1] ?? 0)
    const next = new URL(url.pathname + url.search, server.url)
    next.searchParams.set('cursor', `0:${from + 10}:0`)
    const results = from + 10 < list.length
    const link = `<${next}>; rel="previous"; results="false"; cursor="0:0:1", <${next}>; rel="next"; results="${results}"; cursor="0:${from + 10}:0"`
    return { body: list.slice(from, from + 10), headers: { link } }
  }

  beforeEach(async () => {
    events = []
    issues = []
    server = await aLoopbackServer(({ url, headers }, res) => {
      if (headers.authorization !== 'Bearer sntrys_1') return json(res, { detail: 'Invalid token' }, 401)
      const [start, end] = ['start', 'end'].map(name => Date.parse(url.searchParams.get(name) ?? ''))
      const within = (at: string) => Date.parse(at) >= (start ?? 0) && Date.parse(at) < (end ?? 0)
      const path = url.pathname.replace('/api/0/', '')
      const issue = /issues\/(\d+)\/tags\/account\/values\/$/.exec(path)?.[1]
      const list = () => {
        if (path === 'organizations/own/projects/') return [{ id: '2', slug: 'web' }]
        if (issue) {
          const touched = issues.find(({ id }) => id === issue)?.touched ?? []
          return touched.map(value => ({ key: 'account', name: value, value, count: 3, firstSeen: iso(NOW - 9 * DAY) }))
        }
        if (path.startsWith('organizations/own/issues/')) return issues.filter(({ lastSeen }) => within(lastSeen))
        return events.filter(({ dateCreated }) => within(dateCreated))
      }
      const { body, headers: more } = page(list(), url)
      json(res, body, 200, more)
    })
    system = aSyncedSystem(manifest, server, { now: NOW, settings, secrets: { token: 'sntrys_1' } })
  })
  afterEach(async () => {
    system.close()
    await server.stop()
  })

  it('follows the Link header until it says that there are no results, and a second sync changes nothing', async () => {
    events = Array.from({ length: 44 }, (_, n) =>
      anEvent(n, n % 11 === 0 ? null : `acct-${n % 4}`, NOW - HOUR - n * HOUR),
    )
    expect(await system.sync()).toMatchObject({ errors: [] })
    expect(system.folder.count('event', "kind = 'error_seen'")).toBe(40)
    expect(system.folder.count('account')).toBe(4)
    expect(server.asked.filter(({ url }) => url.includes('/web/events/')).length).toBe(5)
    const before = system.folder.dump(['account', 'event', 'object', 'quarantine'])
    expect(await system.sync(NOW + HOUR)).toMatchObject({ changed: 0, errors: [] })
    expect(system.folder.dump(['account', 'event', 'object', 'quarantine'])).toEqual(before)
  })

  it('reads what is older behind that, as history', async () => {
    events = [anEvent(1, 'a', NOW - DAY), anEvent(2, 'a', NOW - 20 * DAY), anEvent(3, 'a', NOW - 80 * DAY)]
    const { source, secrets } = opened(manifest, server, { now: NOW, settings })
    secrets.set('token', 'sntrys_1')
    const stream = streamOf(source, 'errors')
    const fresh = await drained(stream)
    const history = await drained(stream, { part: 'backfill', anchor: fresh.pages[0]?.cursor ?? null })
    await source.close()
    const ids = (records: readonly { record: string; externalId: string }[]) =>
      records.filter(({ record }) => record === 'event').map(({ externalId }) => externalId)
    expect([ids(fresh.records), ids(history.records)]).toEqual([['e1'], ['e2', 'e3']])
  })

  it('makes the triggers of errors fire for the accounts that the tag names', async () => {
    const usual = (account: string) =>
      Array.from({ length: 6 }, (_, n) => anEvent(n, account, NOW - DAY - n * 20 * HOUR))
    const burst = Array.from({ length: 20 }, (_, n) => anEvent(100 + n, 'loud', NOW - 9 * MINUTE + n * 10_000))
    events = [...burst, ...usual('loud'), ...usual('calm').map(event => ({ ...event, eventID: `c${event.id}` }))]
    expect(await system.sync()).toMatchObject({ errors: [] })
    expect(await system.fired()).toEqual({ loud: ['errors-burst', 'errors-spike'] })
  })

  it('an issue that somebody has taken up is a known bug of each account that it touches, until it is fixed', async () => {
    const issue = { id: '7', lastSeen: iso(NOW - DAY), status: 'unresolved', assignedTo: null, touched: ['a', 'id:b'] }
    issues = [
      { ...issue, assignedTo: { type: 'user' } },
      { ...issue, id: '8', touched: ['a'] },
    ]
    expect(await system.sync()).toMatchObject({ errors: [] })
    const bugs = () => system.rows("SELECT external_id AS id, state FROM object WHERE kind = 'known_bug' ORDER BY id")
    expect(bugs()).toEqual([
      { id: '7:a', state: 'open' },
      { id: '7:id:b', state: 'open' },
      { id: '8:a', state: 'unassigned' },
    ])
    expect(system.rows('SELECT name, external_ref FROM account ORDER BY id')).toEqual([
      { name: 'a', external_ref: 'a' },
      { name: 'id:b', external_ref: 'b' },
    ])
    issues = issues.map(one => ({ ...one, status: 'resolved' }))
    await system.sync(NOW + DAY)
    expect(bugs().map(({ state }) => state)).toEqual(['fixed', 'fixed', 'fixed'])
  })
})
