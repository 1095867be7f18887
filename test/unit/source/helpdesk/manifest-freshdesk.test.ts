import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import freshdeskJson from '../../../../resources/manifests/freshdesk.json' with { type: 'json' }
import { DAY, HOUR } from '../../../../shared/trigger/duration.ts'
import { aLoopbackServer, json, type Loopback } from '../../../helpers/loopback.ts'
import { aSyncedSystem, type Shipped, shippedManifest } from '../../../helpers/shipped.ts'

const NOW = Date.parse('2026-05-12T10:00:00Z')
const { manifest, warnings } = shippedManifest(freshdeskJson)
const iso = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`

it('the manifest has no problems', () => expect(warnings).toEqual([]))

type Row = { id: number; updated_at: string } & Record<string, unknown>

/** Answers have the shape of Freshdesk's own examples: https://developers.freshdesk.com/api/ */
describe('Freshdesk, as its documentation describes it', () => {
  let server: Loopback
  let system: Shipped
  let desk: { companies: Row[]; contacts: Row[]; gone: Row[]; tickets: Row[]; deleted: Row[] }

  const aCompany = (id: number, more: Record<string, unknown> = {}): Row => ({
    id,
    name: `Company ${id}`,
    domains: [`company${id}.example`],
    health_score: 'Happy',
    account_tier: 'Premium',
    renewal_date: iso(NOW + 40 * DAY),
    industry: 'Media',
    created_at: iso(NOW - 300 * DAY),
    updated_at: iso(NOW - 30 * DAY),
    ...more,
  })
  const aContact = (id: number, company_id: number | null, more: Record<string, unknown> = {}): Row => ({
    id,
    name: `Person ${id}`,
    email: `p${id}@people.example`,
    company_id,
    language: 'de',
    time_zone: 'Berlin',
    phone: null,
    mobile: '+49 30 1',
    job_title: null,
    unique_external_id: null,
    created_at: iso(NOW - 200 * DAY),
    updated_at: iso(NOW - 20 * DAY),
    ...more,
  })
  const aTicket = (id: number, company_id: number | null, requester_id: number, more = {}): Row => ({
    id,
    company_id,
    requester_id,
    subject: 'The export fails',
    status: 2,
    priority: 3,
    source: 1,
    type: 'Incident',
    tags: ['export'],
    spam: false,
    due_by: null,
    created_at: iso(NOW - 9 * DAY),
    updated_at: iso(NOW - 8 * DAY),
    stats: { resolved_at: null, closed_at: null, status_updated_at: iso(NOW - 9 * DAY) },
    ...more,
  })

  /** Rows changed since a moment, oldest first, in pages that the header `Link` leads through. */
  const listed = (rows: Row[], since: string | null, url: URL): [Row[], Record<string, string>] => {
    const size = Number(url.searchParams.get('per_page'))
    const page = Number(url.searchParams.get('page') ?? 1)
    const all = rows
      .filter(row => since === null || row.updated_at >= since)
      .sort((a, b) => (a.updated_at < b.updated_at ? -1 : a.updated_at > b.updated_at ? 1 : a.id - b.id))
    const next = new URL(`${server.url}${url.pathname}${url.search}`)
    next.searchParams.set('page', String(page + 1))
    return [
      all.slice((page - 1) * size, page * size),
      page * size < all.length ? { link: `<${next}>; rel="next"` } : {},
    ]
  }

  beforeEach(async () => {
    desk = { companies: [], contacts: [], gone: [], tickets: [], deleted: [] }
    server = await aLoopbackServer(({ url, headers }, res) => {
      if (headers.authorization !== `Basic ${Buffer.from('k3y:X').toString('base64')}`)
        return json(res, { code: 'invalid_credentials', message: 'You have to be logged in.' }, 401)
      const ask = url.searchParams
      const of = {
        '/api/v2/companies': () => listed(desk.companies, null, url),
        '/api/v2/contacts': () =>
          listed(ask.get('state') === 'deleted' ? desk.gone : desk.contacts, ask.get('_updated_since'), url),
        '/api/v2/tickets': () =>
          listed(ask.get('filter') === 'deleted' ? desk.deleted : desk.tickets, ask.get('updated_since'), url),
      }[url.pathname]
      if (!of) return json(res, { code: 'not_found' }, 404)
      const [rows, link] = of()
      for (const [name, value] of Object.entries(link)) res.setHeader(name, value)
      json(res, rows)
    })
    system = aSyncedSystem(manifest, server, { now: NOW, settings: { subdomain: 'own' }, secrets: { api_key: 'k3y' } })
  })
  afterEach(async () => {
    system.close()
    await server.stop()
  })

  it('reads page after page, and a second sync changes nothing', async () => {
    desk.companies = Array.from({ length: 130 }, (_, n) => aCompany(n + 1))
    desk.contacts = Array.from({ length: 130 }, (_, n) => aContact(n + 1, n + 1))
    desk.tickets = Array.from({ length: 130 }, (_, n) => aTicket(n + 1, n + 1, n + 1))
    expect(await system.sync()).toMatchObject({ errors: [] })
    for (const table of ['account', 'contact', 'object']) expect(system.folder.count(table)).toBe(130)
    expect(await system.sync(NOW + HOUR)).toMatchObject({ changed: 0, errors: [] })
    expect(system.rows('SELECT domain, plan, renews_at FROM account LIMIT 1')).toEqual([
      { domain: 'company1.example', plan: 'Premium', renews_at: NOW + 40 * DAY },
    ])
  })

  it('a ticket has its state and times, and one of a person without a company is found through the person', async () => {
    desk.companies = [aCompany(1)]
    desk.contacts = [aContact(5, 1), aContact(6, null)]
    const stats = { resolved_at: iso(NOW - 2 * DAY), closed_at: iso(NOW - DAY), status_updated_at: iso(NOW - DAY) }
    desk.tickets = [
      aTicket(1, 1, 5),
      aTicket(2, null, 6, { status: 5, stats }),
      aTicket(3, 1, 5, { status: 3 }),
      // A status that the desk made up is an open one; one resolved without a date was resolved when it last changed.
      aTicket(4, 1, 5, { status: 7 }),
      aTicket(5, 1, 5, { status: 4, stats: null }),
    ]
    expect(await system.sync()).toMatchObject({ errors: [] })
    expect(
      system.rows(
        `SELECT o.external_id AS id, a.uid, o.state, o.closed_at AS closed, o.lane
         FROM object o JOIN account a ON a.id = o.account_id ORDER BY o.external_id`,
      ),
    ).toEqual([
      { id: '1', uid: 'freshdesk:1', state: 'open', closed: null, lane: 'high' },
      { id: '2', uid: 'freshdesk:contact:6', state: 'solved', closed: NOW - 2 * DAY, lane: 'high' },
      { id: '3', uid: 'freshdesk:1', state: 'pending', closed: null, lane: 'high' },
      { id: '4', uid: 'freshdesk:1', state: 'open', closed: null, lane: 'high' },
      { id: '5', uid: 'freshdesk:1', state: 'solved', closed: NOW - 8 * DAY, lane: 'high' },
    ])
  })

  it('what was deleted there is gone here', async () => {
    desk.companies = [aCompany(1)]
    desk.contacts = [aContact(5, 1), aContact(6, 1)]
    desk.tickets = [aTicket(1, 1, 5), aTicket(2, 1, 6)]
    await system.sync()
    const later = { updated_at: iso(NOW) }
    desk.gone = [aContact(6, 1, later)]
    desk.contacts.pop()
    desk.deleted = [aTicket(2, 1, 6, { deleted: true, ...later })]
    desk.tickets.pop()
    expect(await system.sync(NOW + HOUR)).toMatchObject({ errors: [] })
    expect(system.rows('SELECT external_id AS id FROM object')).toEqual([{ id: '1' }])
    expect(system.rows('SELECT external_id AS id FROM contact')).toEqual([{ id: '5' }])
  })
})
