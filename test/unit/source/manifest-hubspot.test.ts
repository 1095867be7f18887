import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import hubspotJson from '../../../resources/manifests/hubspot.json' with { type: 'json' }
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { aContractFront, type Front } from '../../helpers/contract-part.ts'
import { aLoopbackServer, json, type Loopback } from '../../helpers/loopback.ts'
import { contractFile } from '../../helpers/prism.ts'
import { drained, opened } from '../../helpers/rest.ts'
import { aSyncedSystem, type Shipped, shippedManifest } from '../../helpers/shipped.ts'

const NOW = Date.parse('2026-05-12T10:00:00Z')
const { manifest, warnings } = shippedManifest(hubspotJson)
const iso = (at: number) => new Date(at).toISOString()

it('the manifest has no problems', () => expect(warnings).toEqual([]))

const KINDS = ['companies', 'contacts', 'tickets', '0-3'] as const
const CONTRACTS = ['companies', 'contacts', 'tickets', 'deals'].map(name => `hubspot-${name}.json`)

describe.skipIf(CONTRACTS.some(name => !contractFile(name)))(
  'HubSpot, as its contracts have it (needs the contracts beside the repository)',
  () => {
    let front: Front
    /** Prism's lists go on for ever, and its ids and associations are random words: it knows no companies. */
    beforeAll(async () => {
      front = await aContractFront({
        contracts: CONTRACTS,
        paths: [
          ...KINDS.flatMap(kind => [`/crm/v3/objects/${kind}`, `/crm/v3/objects/${kind}/search`]),
          '/crm/v3/objects/tickets/{ticketId}',
          '/crm/v3/objects/0-3/{dealId}',
        ],
        headers: { prefer: 'dynamic=true' },
        change: value => ({ ...(value as object), paging: undefined }),
      })
    })
    afterAll(() => front.stop())

    it('every stream makes only requests that are allowed and reads all that is answered', async () => {
      const { source, secrets } = opened(manifest, front.server, { now: NOW })
      secrets.set('access_token', 'pat-1')
      expect(await source.test(new AbortController().signal)).toMatchObject({ ok: true })
      for (const stream of source.streams) {
        const { misfits, pages } = await drained(stream)
        expect(misfits, stream.name).toEqual([])
        expect(pages.length, stream.name).toBeGreaterThan(0)
      }
      await source.close()
      expect(front.refused).toEqual([])
    })
  },
)

/**
 * Answers have the shape of HubSpot's own examples:
 * https://developers.hubspot.com/docs/api-reference/search/guide (search, at most 10,000 results),
 * https://developers.hubspot.com/docs/api-reference/crm-companies-v3/guide (associations, archived)
 */
describe('HubSpot, as its documentation describes it', () => {
  interface Row {
    id: string
    properties: Record<string, string | null>
    createdAt: string
    updatedAt: string
    archived: boolean
  }
  let server: Loopback
  let system: Shipped
  let crm: Record<(typeof KINDS)[number], Row[]>
  let linked: Record<string, unknown>

  const aRow = (id: number | string, properties: Row['properties'], changedAt = NOW - 30 * DAY): Row => ({
    id: String(id),
    properties: { hs_lastmodifieddate: iso(changedAt), lastmodifieddate: iso(changedAt), ...properties },
    createdAt: iso(NOW - 90 * DAY),
    updatedAt: iso(changedAt),
    archived: false,
  })
  const aCompany = (n: number, more: Row['properties'] = {}, changedAt = NOW - 30 * DAY + n * HOUR) =>
    aRow(n, { name: `Company ${n}`, domain: `company${n}.example`, country: 'Germany', ...more }, changedAt)

  function search(kind: (typeof KINDS)[number], body: string) {
    const { filterGroups, sorts, limit, after } = JSON.parse(body)
    const filters: { propertyName: string; operator: string; value?: string }[] = filterGroups[0].filters
    const [sort] = sorts
    expect({ sort, limit }).toEqual({
      sort: kind === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate',
      limit: 100,
    })
    const found = crm[kind]
      .filter(row => !row.archived)
      .filter(row =>
        filters.every(({ propertyName, operator, value }) => {
          const own = row.properties[propertyName]
          return operator === 'HAS_PROPERTY' ? own : Date.parse(String(own)) >= Number(value)
        }),
      )
      .sort((a, b) => Date.parse(a.updatedAt) - Date.parse(b.updatedAt))
    const to = Number(after) + 10
    return {
      total: found.length,
      results: found.slice(Number(after), to),
      ...(to < found.length ? { paging: { next: { after: String(to), link: '' } } } : {}),
    }
  }

  beforeEach(async () => {
    crm = { companies: [], contacts: [], tickets: [], '0-3': [] }
    linked = {}
    server = await aLoopbackServer(({ url, headers, body }, res) => {
      if (headers.authorization !== 'Bearer pat-1')
        return json(res, { status: 'error', message: 'Authentication credentials not found.' }, 401)
      const [kind = '', rest] = url.pathname.replace('/crm/v3/objects/', '').split('/')
      const rows = crm[kind as keyof typeof crm]
      if (rest === 'search') return json(res, search(kind as keyof typeof crm, body))
      if (rest) return json(res, { ...rows.find(row => row.id === rest), associations: linked[`${kind}/${rest}`] })
      const from = Number(url.searchParams.get('after') || 0)
      const gone = rows.filter(row => row.archived === (url.searchParams.get('archived') === 'true'))
      const more = from + 10 < gone.length ? { paging: { next: { after: String(from + 10) } } } : {}
      json(res, { results: gone.slice(from, from + 10), ...more })
    })
    system = aSyncedSystem(manifest, server, { now: NOW, secrets: { access_token: 'pat-1' } })
  })
  afterEach(async () => {
    system.close()
    await server.stop()
  })

  it('searches page after page, and a second sync changes nothing', async () => {
    crm.companies = Array.from({ length: 35 }, (_, n) => aCompany(n + 1))
    crm.contacts = Array.from({ length: 35 }, (_, n) =>
      aRow(100 + n, { email: `p${n}@company${n + 1}.example`, firstname: 'Ada', associatedcompanyid: String(n + 1) }),
    )
    expect(await system.sync()).toMatchObject({ errors: [] })
    expect(system.folder.count('account')).toBe(35)
    expect(system.folder.count('contact')).toBe(35)
    const before = system.folder.dump(['account', 'contact', 'object', 'quarantine'])
    const asked = server.asked.length
    expect(await system.sync(NOW + HOUR)).toMatchObject({ changed: 0, errors: [] })
    expect(system.folder.dump(['account', 'contact', 'object', 'quarantine'])).toEqual(before)
    const since = server.asked.slice(asked).find(({ url }) => url.endsWith('companies/search'))?.body ?? ''
    expect(since).toContain(`"value":"${NOW - 30 * DAY + 35 * HOUR - 5 * 60_000}"`)
  })

  it('deals and tickets belong to the company that they are associated with', async () => {
    crm.companies = [aCompany(1), aCompany(2)]
    crm.contacts = [aRow(100, { email: 'p@company2.example', associatedcompanyid: '2', hs_email_optout: 'true' })]
    crm['0-3'] = [
      aRow(1, { dealname: 'Big', amount: '1500.50', deal_currency_code: 'EUR', closedate: iso(NOW + 9 * DAY) }),
      aRow(2, {
        dealname: 'Won',
        amount: '10',
        hs_is_closed: 'true',
        hs_is_closed_won: 'true',
        closedate: iso(NOW - DAY),
      }),
    ]
    crm.tickets = [
      aRow(1, { subject: 'Broken', createdate: iso(NOW - 3 * DAY), closed_date: iso(NOW - DAY) }),
      aRow(2, { subject: 'Late', createdate: iso(NOW - 2 * DAY) }),
    ]
    const company = (id: string, type: string) => ({ companies: { results: [{ id, type }] } })
    linked = {
      '0-3/1': company('1', 'deal_to_company'),
      '0-3/2': company('2', 'deal_to_company'),
      'tickets/1': company('1', 'ticket_to_company'),
      'tickets/2': { contacts: { results: [{ id: '100', type: 'ticket_to_contact' }] } },
    }
    expect(await system.sync()).toMatchObject({ errors: [] })
    const columns = `a.uid, o.kind, o.state, o.amount_minor, o.currency, o.due_at, o.closed_at`
    expect(
      system.rows(
        `SELECT ${columns} FROM object o JOIN account a ON a.id = o.account_id ORDER BY o.kind, o.external_id`,
      ),
    ).toEqual([
      {
        uid: 'hubspot:1',
        kind: 'deal',
        state: 'open',
        amount_minor: 150_050,
        currency: 'EUR',
        due_at: NOW + 9 * DAY,
        closed_at: null,
      },
      {
        uid: 'hubspot:2',
        kind: 'deal',
        state: 'won',
        amount_minor: 1_000,
        currency: 'USD',
        due_at: NOW - DAY,
        closed_at: NOW - DAY,
      },
      {
        uid: 'hubspot:1',
        kind: 'ticket',
        state: 'solved',
        amount_minor: null,
        currency: null,
        due_at: null,
        closed_at: NOW - DAY,
      },
      {
        uid: 'hubspot:2',
        kind: 'ticket',
        state: 'open',
        amount_minor: null,
        currency: null,
        due_at: null,
        closed_at: null,
      },
    ])
    expect(system.rows('SELECT consent FROM contact')).toEqual([{ consent: 0 }])
  })

  it('what was archived there is gone here, and a merged company means the one it went into', async () => {
    crm.companies = [aCompany(1), aCompany(2), aCompany(3)]
    crm.contacts = [aRow(100, { email: 'p@company1.example', associatedcompanyid: '1' })]
    await system.sync()
    crm.companies = [aCompany(2, { hs_merged_object_ids: '1' }, NOW), { ...aCompany(3), archived: true }]
    expect(await system.sync(NOW + 2 * HOUR)).toMatchObject({ errors: [] })
    expect(system.rows('SELECT a.uid FROM contact c JOIN account a ON a.id = c.account_id')).toEqual([
      { uid: 'hubspot:2' },
    ])
    expect(system.rows('SELECT uid FROM account WHERE churned_at IS NOT NULL ORDER BY uid')).toEqual([
      { uid: 'hubspot:1' },
      { uid: 'hubspot:3' },
    ])
    crm.contacts = crm.contacts.map(row => ({ ...row, archived: true }))
    await system.sync(NOW + 5 * HOUR)
    expect(system.folder.count('contact')).toBe(0)
  })
})
