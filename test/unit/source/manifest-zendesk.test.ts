import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import zendeskJson from '../../../resources/manifests/zendesk.json' with { type: 'json' }
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { aContractFront, type Front } from '../../helpers/contract-part.ts'
import { aLoopbackServer, json, type Loopback } from '../../helpers/loopback.ts'
import { contractFile } from '../../helpers/prism.ts'
import { drained, opened } from '../../helpers/rest.ts'
import { aSyncedSystem, type Shipped, shippedManifest } from '../../helpers/shipped.ts'

const NOW = Date.parse('2026-05-12T10:00:00Z')
const { manifest, warnings } = shippedManifest(zendeskJson)
const settings = { subdomain: 'own', email: 'admin@example.com' }
const iso = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`

it('the manifest has no problems', () => expect(warnings).toEqual([]))

const CONTRACT = 'zendesk-incremental.json'

describe.skipIf(!contractFile(CONTRACT))(
  'Zendesk, as its contract has it (needs the contracts beside the repository)',
  () => {
    let front: Front
    beforeAll(async () => {
      const exports = ['organizations', 'users/cursor', 'tickets/cursor'].map(name => `/api/v2/incremental/${name}`)
      front = await aContractFront({ contracts: [CONTRACT], paths: exports })
    })
    afterAll(() => front.stop())

    it('every stream makes only requests that are allowed and reads all that is answered', async () => {
      const { source, secrets } = opened(manifest, front.server, { now: NOW, settings })
      secrets.set('api_token', 't')
      const found: Record<string, number> = {}
      for (const stream of source.streams) {
        const { records, misfits, gone } = await drained(stream)
        expect(misfits, stream.name).toEqual([])
        found[stream.name] = records.length + gone.length
      }
      await source.close()
      expect(front.refused).toEqual([])
      expect(found).toMatchObject({ organizations: 1, tickets: 1 })
    })
  },
)

/**
 * Answers have the shape of Zendesk's own examples:
 * https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/
 */
describe('Zendesk, as its documentation describes it', () => {
  let server: Loopback
  let system: Shipped
  let desk: { organizations: Row[]; users: Row[]; tickets: Row[] }
  type Row = { id: number; updated_at: string } & Record<string, unknown>

  const anOrganization = (id: number, more: Record<string, unknown> = {}): Row => ({
    id,
    name: `Organisation ${id}`,
    domain_names: [`org${id}.example`],
    external_id: `ext-${id}`,
    created_at: iso(NOW - 300 * DAY),
    updated_at: iso(NOW - 30 * DAY),
    tags: ['smiley'],
    ...more,
  })
  const aUser = (id: number, organization_id: number | null, more: Record<string, unknown> = {}): Row => ({
    id,
    name: `Person ${id}`,
    email: `p${id}@people.example`,
    role: 'end-user',
    active: true,
    suspended: false,
    organization_id,
    external_id: null,
    iana_time_zone: 'Europe/Berlin',
    locale: 'de',
    phone: null,
    created_at: iso(NOW - 200 * DAY),
    updated_at: iso(NOW - 20 * DAY),
    ...more,
  })
  const aTicket = (id: number, organization_id: number | null, requester_id: number, more = {}): Row => ({
    id,
    organization_id,
    requester_id,
    subject: 'Help, my printer is on fire!',
    status: 'open',
    priority: 'high',
    type: 'incident',
    due_at: null,
    via: { channel: 'web' },
    satisfaction_rating: { score: 'unoffered' },
    tags: ['enterprise'],
    created_at: iso(NOW - 9 * DAY),
    updated_at: iso(NOW - 8 * DAY),
    metric_set: { solved_at: null, status_updated_at: iso(NOW - 9 * DAY) },
    ...more,
  })

  /** What changed since a moment, in pages of ten; the cursor is the moment and how many of that were given. */
  const exported = (name: 'users' | 'tickets', url: URL) => {
    const [since = 0, from = 0] = (url.searchParams.get('cursor') ?? `${url.searchParams.get('start_time')}-0`)
      .split('-')
      .map(Number)
    const all = desk[name].filter(row => Date.parse(row.updated_at) >= since * 1_000)
    const to = Math.min(from + 10, all.length)
    const done = to >= all.length
    return {
      [name]: all.slice(from, to),
      after_cursor: `${since}-${to}`,
      after_url: null,
      before_cursor: null,
      end_of_stream: done,
    }
  }

  beforeEach(async () => {
    desk = { organizations: [], users: [], tickets: [] }
    server = await aLoopbackServer(({ url, headers }, res) => {
      const wanted = `Basic ${Buffer.from('admin@example.com/token:secret').toString('base64')}`
      if (headers.authorization !== wanted) return json(res, { error: "Couldn't authenticate you" }, 401)
      const path = url.pathname.replace('/api/v2/incremental/', '')
      if (path === 'users/cursor') return json(res, exported('users', url))
      if (path === 'tickets/cursor') return json(res, exported('tickets', url))
      const since = Number(url.searchParams.get('start_time')) * 1_000
      const page = Number(url.searchParams.get('page') || 0)
      const all = desk.organizations.filter(row => Date.parse(row.updated_at) >= since)
      json(res, {
        organizations: all.slice(page * 10, page * 10 + 10),
        count: all.length,
        end_of_stream: page * 10 + 10 >= all.length,
        // There is a next page even on the last one.
        next_page: `${server.url}${url.pathname}?start_time=${since / 1_000}&page=${page + 1}`,
        end_time: NOW / 1_000,
      })
    })
    system = aSyncedSystem(manifest, server, { now: NOW, settings, secrets: { api_token: 'secret' } })
  })
  afterEach(async () => {
    system.close()
    await server.stop()
  })

  it('exports page after page, and goes on from the kept cursor: a second sync changes nothing', async () => {
    desk.organizations = Array.from({ length: 33 }, (_, n) => anOrganization(n + 1))
    desk.users = Array.from({ length: 33 }, (_, n) => aUser(n + 1, n + 1))
    desk.tickets = Array.from({ length: 33 }, (_, n) => aTicket(n + 1, n + 1, n + 1))
    expect(await system.sync()).toMatchObject({ errors: [] })
    for (const table of ['account', 'contact', 'object']) expect(system.folder.count(table)).toBe(33)
    const before = system.folder.dump(['account', 'contact', 'object', 'quarantine'])
    const asked = server.asked.length
    expect(await system.sync(NOW + HOUR)).toMatchObject({ changed: 0, errors: [] })
    expect(system.folder.dump(['account', 'contact', 'object', 'quarantine'])).toEqual(before)
    expect(server.asked.slice(asked).filter(({ url }) => url.includes('cursor=')).length).toBe(2)
    expect(system.rows('SELECT domain, external_ref FROM account LIMIT 1')).toEqual([
      { domain: 'org1.example', external_ref: 'ext-1' },
    ])
  })

  it('tickets have their state and times; one of a person without an organisation is found through the person', async () => {
    desk.organizations = [anOrganization(1)]
    desk.users = [aUser(5, 1), aUser(6, null), aUser(7, 1, { role: 'agent' })]
    const solved = { solved_at: iso(NOW - 2 * DAY), status_updated_at: iso(NOW - DAY) }
    desk.tickets = [aTicket(1, 1, 5), aTicket(2, null, 6, { status: 'closed', metric_set: solved })]
    expect(await system.sync()).toMatchObject({ errors: [] })
    expect(
      system.rows(
        `SELECT o.external_id AS id, a.uid, o.kind, o.state, o.opened_at, o.closed_at
         FROM object o JOIN account a ON a.id = o.account_id ORDER BY o.id`,
      ),
    ).toEqual([
      { id: '1', uid: 'zendesk:1', kind: 'ticket', state: 'open', opened_at: NOW - 9 * DAY, closed_at: null },
      {
        id: '2',
        uid: 'zendesk:user:6',
        kind: 'ticket',
        state: 'solved',
        opened_at: NOW - 9 * DAY,
        closed_at: NOW - 2 * DAY,
      },
    ])
    expect(system.folder.count('contact')).toBe(2)
  })

  it('what was deleted there is gone here, and who joins an organisation belongs to it', async () => {
    desk.organizations = [anOrganization(1)]
    desk.users = [aUser(5, null), aUser(6, 1)]
    desk.tickets = [aTicket(1, 1, 6), aTicket(2, 1, 6)]
    await system.sync()
    const later = { updated_at: iso(NOW) }
    desk.users.push(aUser(5, 1, later), aUser(6, 1, { active: false, ...later }))
    desk.tickets.push(aTicket(1, 1, 6, { status: 'deleted', ...later }))
    expect(await system.sync(NOW + HOUR)).toMatchObject({ errors: [] })
    expect(system.rows('SELECT external_id FROM object')).toEqual([{ external_id: '2' }])
    expect(
      system.rows('SELECT c.external_id AS id, a.uid FROM contact c JOIN account a ON a.id = c.account_id'),
    ).toEqual([{ id: '5', uid: 'zendesk:1' }])
    expect(system.rows('SELECT uid FROM account WHERE churned_at IS NOT NULL')).toEqual([{ uid: 'zendesk:user:5' }])
  })
})
