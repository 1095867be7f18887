import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import intercomJson from '../../../resources/manifests/intercom.json' with { type: 'json' }
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { aContractFront, type Front } from '../../helpers/contract-part.ts'
import { aLoopbackServer, json, type Loopback } from '../../helpers/loopback.ts'
import { contractFile } from '../../helpers/prism.ts'
import { drained, opened } from '../../helpers/rest.ts'
import { aSyncedSystem, type Shipped, shippedManifest } from '../../helpers/shipped.ts'

const NOW = Date.parse('2026-05-12T10:00:00Z')
const { manifest, warnings } = shippedManifest(intercomJson)
const unix = (at: number) => Math.floor(at / 1_000)

it('the manifest has no problems', () => expect(warnings).toEqual([]))

const CONTRACT = 'intercom.yaml'

describe.skipIf(!contractFile(CONTRACT))(
  'Intercom, as its contract has it (needs the contracts beside the repository)',
  () => {
    let front: Front
    beforeAll(async () => {
      front = await aContractFront({ contracts: [CONTRACT] })
    })
    afterAll(() => front.stop())

    it('every stream makes only requests that are allowed and reads all that is answered', async () => {
      const { source, secrets } = opened(manifest, front.server, { now: NOW })
      secrets.set('access_token', 't')
      const found: Record<string, number> = {}
      expect(await source.test(new AbortController().signal)).toMatchObject({ ok: true })
      for (const stream of source.streams) {
        const { records, misfits, pages } = await drained(stream)
        expect(misfits, stream.name).toEqual([])
        expect(pages.length, stream.name).toBeGreaterThan(0)
        found[stream.name] = records.length
      }
      await source.close()
      expect(front.refused).toEqual([])
      // Its other examples are an empty list, a conversation that an admin began, and a ticket of the back office.
      expect(found.companies).toBe(1)
    })
  },
)

/**
 * Answers have the shape of Intercom's own examples:
 * https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts/searchcontacts, …/conversations/,
 * …/companies/, …/tickets/; paging: https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis/pagination-cursor
 */
describe('Intercom, as its documentation describes it', () => {
  type Row = { id: string; updated_at: number } & Record<string, unknown>
  let server: Loopback
  let system: Shipped
  let companies: Row[]
  let found: { contacts: Row[]; conversations: Row[]; tickets: Row[] }

  const aCompany = (n: number): Row => ({
    id: `co${n}`,
    company_id: String(n),
    name: `Company ${n}`,
    website: `https://www.company${n}.example`,
    plan: { name: 'Pro' },
    remote_created_at: unix(NOW - 300 * DAY),
    created_at: unix(NOW - 200 * DAY),
    updated_at: unix(NOW - 30 * DAY),
    monthly_spend: 100,
    user_count: 4,
    custom_attributes: {},
  })
  const aContact = (n: number, company: number | null, more: Record<string, unknown> = {}): Row => ({
    id: `p${n}`,
    role: 'user',
    external_id: `user-${n}`,
    email: `p${n}@people.example`,
    name: null,
    browser_language: 'en',
    unsubscribed_from_emails: false,
    created_at: unix(NOW - 100 * DAY),
    signed_up_at: unix(NOW - 100 * DAY),
    updated_at: unix(NOW - 30 * DAY + n * HOUR),
    companies: { data: company === null ? [] : [{ type: 'company', id: `co${company}` }], has_more: false },
    ...more,
  })
  const aConversation = (n: number, contact: number, more: Record<string, unknown> = {}): Row => ({
    id: String(n),
    created_at: unix(NOW - 9 * DAY),
    updated_at: unix(NOW - 8 * DAY + n),
    source: { type: 'email', delivered_as: 'customer_initiated', subject: 'Help', author: { type: 'user', id: 'p' } },
    contacts: { contacts: [{ type: 'contact', id: `p${contact}` }] },
    state: 'open',
    open: true,
    priority: 'not_priority',
    title: null,
    ticket: null,
    statistics: null,
    tags: { tags: [{ name: 'vip' }] },
    ...more,
  })

  beforeEach(async () => {
    companies = []
    found = { contacts: [], conversations: [], tickets: [] }
    server = await aLoopbackServer(({ url, headers, body }, res) => {
      expect(headers['intercom-version']).toBe('2.15')
      if (headers.authorization !== 'Bearer t')
        return json(
          res,
          { type: 'error.list', errors: [{ code: 'unauthorized', message: 'Access Token Invalid' }] },
          401,
        )
      if (url.pathname === '/companies/list') {
        // It takes none, and refuses an empty one.
        expect(body).toBe('')
        const page = Number(url.searchParams.get('page'))
        const pages = { type: 'pages', page, per_page: 10, total_pages: Math.ceil(companies.length / 10) }
        return json(res, { type: 'list', data: companies.slice(page * 10 - 10, page * 10), pages })
      }
      const kind = url.pathname.split('/')[1] as keyof typeof found
      const { query, pagination } = JSON.parse(body)
      const since = Number(query.value[0].value)
      // Contacts are found by whole days: a moment counts as the beginning of its day, and what is of that day is not after it.
      const after = kind === 'contacts' ? (Math.floor(since / 86_400) + 1) * 86_400 - 1 : since
      const all = found[kind].filter(row => row.updated_at > after)
      const from = Number(pagination.starting_after ?? 0)
      const next = from + 10 < all.length ? { per_page: 10, starting_after: String(from + 10) } : undefined
      const pages = { type: 'pages', page: from / 10 + 1, per_page: 10, ...(next ? { next } : {}) }
      json(res, { [kind === 'contacts' ? 'data' : kind]: all.slice(from, from + 10), pages, total_count: all.length })
    })
    system = aSyncedSystem(manifest, server, { now: NOW, secrets: { access_token: 't' } })
  })
  afterEach(async () => {
    system.close()
    await server.stop()
  })

  it('searches page after page, and a second sync changes nothing', async () => {
    companies = Array.from({ length: 33 }, (_, n) => aCompany(n))
    found.contacts = Array.from({ length: 33 }, (_, n) => aContact(n, n))
    found.conversations = Array.from({ length: 33 }, (_, n) => aConversation(n, n))
    expect(await system.sync()).toMatchObject({ errors: [] })
    for (const table of ['account', 'contact', 'object']) expect(system.folder.count(table)).toBe(33)
    expect(system.rows('SELECT domain, external_ref, plan FROM account LIMIT 1')).toEqual([
      { domain: 'https://www.company0.example', external_ref: '0', plan: 'Pro' },
    ])
    const before = system.folder.dump(['account', 'contact', 'object', 'quarantine'])
    expect(await system.sync(NOW + HOUR)).toMatchObject({ changed: 0, errors: [] })
    expect(system.folder.dump(['account', 'contact', 'object', 'quarantine'])).toEqual(before)
  })

  it('what somebody began is a ticket of their company, or of themselves; what you began is none', async () => {
    companies = [aCompany(1)]
    found.contacts = [aContact(1, 1), aContact(2, null), aContact(3, null, { role: 'lead' })]
    const closed = { state: 'closed', open: false, statistics: { last_close_at: unix(NOW - 7 * DAY) } }
    const by = (delivered_as: string, type: string) => ({ source: { type: 'email', delivered_as, author: { type } } })
    found.conversations = [
      aConversation(1, 1),
      aConversation(2, 2, closed),
      aConversation(3, 1, by('admin_initiated', 'admin')),
      aConversation(4, 3, by('customer_initiated', 'lead')),
      aConversation(5, 1, { ticket: { type: 'ticket', id: '5' } }),
    ]
    found.tickets = [
      {
        id: '5',
        category: 'Customer',
        open: false,
        created_at: unix(NOW - 3 * DAY),
        updated_at: unix(NOW - HOUR),
        ticket_state: { category: 'resolved' },
        ticket_type: { name: 'Bug' },
        ticket_attributes: { _default_title_: 'It broke' },
        ticket_parts: { ticket_parts: [{ ticket_state: 'resolved', created_at: unix(NOW - 2 * DAY) }] },
        contacts: { contacts: [{ id: 'p1' }] },
      },
    ]
    expect(await system.sync()).toMatchObject({ errors: [] })
    expect(
      system.rows(
        `SELECT o.external_id AS id, a.uid, o.state, o.closed_at FROM object o
         JOIN account a ON a.id = o.account_id WHERE o.kind = 'ticket' ORDER BY o.external_id`,
      ),
    ).toEqual([
      { id: '1', uid: 'intercom:co1', state: 'open', closed_at: null },
      { id: '2', uid: 'intercom:contact:p2', state: 'solved', closed_at: NOW - 7 * DAY },
      { id: 'ticket:5', uid: 'intercom:co1', state: 'solved', closed_at: NOW - 2 * DAY },
    ])
  })

  it('who joins a company belongs to it from then on', async () => {
    companies = [aCompany(1)]
    found.contacts = [aContact(1, null)]
    await system.sync()
    found.contacts = [aContact(1, 1, { updated_at: unix(NOW), unsubscribed_from_emails: true })]
    expect(await system.sync(NOW + HOUR)).toMatchObject({ errors: [] })
    expect(system.rows('SELECT a.uid, c.consent FROM contact c JOIN account a ON a.id = c.account_id')).toEqual([
      { uid: 'intercom:co1', consent: 0 },
    ])
    expect(system.rows('SELECT uid FROM account WHERE churned_at IS NOT NULL')).toEqual([
      { uid: 'intercom:contact:p1' },
    ])
  })
})
