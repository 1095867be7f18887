import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import chatwootJson from '../../../../resources/manifests/chatwoot.json' with { type: 'json' }
import { DAY, HOUR } from '../../../../shared/trigger/duration.ts'
import { aLoopbackServer, json, type Loopback } from '../../../helpers/loopback.ts'
import { aSyncedSystem, type Shipped, shippedManifest } from '../../../helpers/shipped.ts'

const NOW = Date.parse('2026-05-12T10:00:00Z')
const { manifest, warnings } = shippedManifest(chatwootJson)
const unix = (at: number) => Math.floor(at / 1_000)

it('the manifest has no problems', () => expect(warnings).toEqual([]))

type Row = { id: number; last_activity_at: number | null } & Record<string, unknown>

/** Answers have the shape of Chatwoot's own: https://developers.chatwoot.com/api-reference/introduction */
describe('Chatwoot, as its documentation describes it', () => {
  let server: Loopback
  let system: Shipped
  let desk: { contacts: Row[]; conversations: Row[] }

  const aContact = (id: number, more: Record<string, unknown> = {}): Row => ({
    id,
    name: `Person ${id}`,
    email: `p${id}@people.example`,
    phone_number: null,
    identifier: null,
    additional_attributes: { company_name: 'Bakery', city: 'Kassel', country_code: 'DE' },
    custom_attributes: {},
    created_at: unix(NOW - 200 * DAY),
    last_activity_at: unix(NOW - 9 * DAY),
    ...more,
  })
  const aConversation = (id: number, contact: number, more: Record<string, unknown> = {}): Row => ({
    id,
    status: 'open',
    inbox_id: 1,
    priority: 'high',
    labels: ['shop'],
    custom_attributes: {},
    additional_attributes: { mail_subject: 'Where is my cake?' },
    meta: { sender: { id: contact }, channel: 'Channel::Email' },
    created_at: unix(NOW - 9 * DAY),
    last_activity_at: unix(NOW - 8 * DAY),
    ...more,
  })

  /** A page of rows, newest activity first. */
  const paged = (rows: Row[], url: URL, size: number): Row[] => {
    const page = Number(url.searchParams.get('page') ?? 1)
    return [...rows]
      .sort((a, b) => (b.last_activity_at ?? 0) - (a.last_activity_at ?? 0) || b.id - a.id)
      .slice((page - 1) * size, page * size)
  }

  beforeEach(async () => {
    desk = { contacts: [], conversations: [] }
    server = await aLoopbackServer(({ url, headers }, res) => {
      if (headers.api_access_token !== 't0ken') return json(res, { error: 'Invalid Access Token' }, 401)
      if (url.pathname.endsWith('/contacts'))
        return json(res, { meta: { count: desk.contacts.length }, payload: paged(desk.contacts, url, 15) })
      if (url.searchParams.get('status') !== 'all') return json(res, { error: 'only open ones' }, 400)
      json(res, { data: { meta: { all_count: 1 }, payload: paged(desk.conversations, url, 25) } })
    })
    const settings = { host: 'own', account_id: '1' }
    system = aSyncedSystem(manifest, server, { now: NOW, settings, secrets: { token: 't0ken' } })
  })
  afterEach(async () => {
    system.close()
    await server.stop()
  })

  it('reads page after page; a second sync changes nothing and stops at what is known', async () => {
    desk.contacts = Array.from({ length: 40 }, (_, n) => aContact(n + 1))
    desk.conversations = Array.from({ length: 200 }, (_, n) =>
      aConversation(n + 1, 1 + (n % 40), { last_activity_at: unix(NOW - n * HOUR) }),
    )
    expect(await system.sync()).toMatchObject({ errors: [] })
    expect(['account', 'contact', 'object'].map(table => system.folder.count(table))).toEqual([40, 40, 200])
    const asked = server.asked.length
    expect(await system.sync(NOW + HOUR)).toMatchObject({ changed: 0, errors: [] })
    // Eight pages at first; now one with something new, the one after it, and the first again.
    expect(server.asked.slice(asked).filter(({ url }) => url.includes('/conversations')).length).toBe(3)
  })

  it('a conversation is a ticket with its state and times', async () => {
    desk.contacts = [aContact(5), aContact(6, { name: '', email: null, phone_number: '+49 561 1' })]
    desk.conversations = [
      aConversation(1, 5),
      aConversation(2, 6, { status: 'resolved', last_activity_at: unix(NOW - DAY) }),
      aConversation(3, 5, { status: 'snoozed' }),
    ]
    expect(await system.sync()).toMatchObject({ errors: [] })
    expect(
      system.rows(
        `SELECT o.external_id AS id, a.uid, o.state, o.opened_at AS opened, o.closed_at AS closed
         FROM object o JOIN account a ON a.id = o.account_id ORDER BY o.external_id`,
      ),
    ).toEqual([
      { id: '1', uid: 'chatwoot:contact:5', state: 'open', opened: NOW - 9 * DAY, closed: null },
      { id: '2', uid: 'chatwoot:contact:6', state: 'solved', opened: NOW - 9 * DAY, closed: NOW - DAY },
      { id: '3', uid: 'chatwoot:contact:5', state: 'on_hold', opened: NOW - 9 * DAY, closed: null },
    ])
    expect(system.rows('SELECT name FROM contact ORDER BY external_id')).toEqual([
      { name: 'Person 5' },
      { name: '+49 561 1' },
    ])
  })

  it('a conversation that our own message began is no ticket of theirs', async () => {
    desk.contacts = [aContact(5)]
    desk.conversations = [aConversation(1, 5, { custom_attributes: { forestall_key: 'a1' } })]
    expect(await system.sync()).toMatchObject({ errors: [] })
    expect(system.folder.count('object')).toBe(0)
  })
})
