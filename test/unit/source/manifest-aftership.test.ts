import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import aftershipJson from '../../../resources/manifests/aftership.json' with { type: 'json' }
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { aLoopbackServer, json, type Loopback } from '../../helpers/loopback.ts'
import { aSyncedSystem, type Shipped, shippedManifest } from '../../helpers/shipped.ts'

/**
 * Answers have the shape of AfterShip's own examples:
 * https://www.aftership.com/docs/tracking/jh865r66gc6hi-get-trackings (paging, parameters)
 * https://www.aftership.com/docs/tracking/model/tracking and …/model/checkpoint (fields)
 */
const NOW = Date.parse('2026-05-12T10:00:00Z')
const { manifest, warnings } = shippedManifest(aftershipJson)

interface Scan {
  tag: string
  hoursAgo: number
  subtag?: string
}

const iso = (at: number) => `${new Date(at).toISOString().slice(0, 19)}+00:00`

function aTracking(id: string, email: string | null, scans: readonly Scan[], more: Record<string, unknown> = {}) {
  const last = scans.at(-1)
  const updated = iso(NOW - (last?.hoursAgo ?? 1) * HOUR)
  return {
    id,
    legacy_id: null,
    created_at: iso(NOW - 30 * DAY),
    updated_at: updated,
    tracking_number: `61293150000${id}`,
    slug: 'fedex',
    active: true,
    custom_fields: null,
    customers: email ? [{ role: 'buyer', name: 'Ada', phone_number: null, email, language: 'en' }] : [],
    origin_country_region: 'CHN',
    origin_city: 'Beijing',
    destination_country_region: 'USA',
    latest_estimated_delivery: { type: 'specific', source: 'Carrier EDD', datetime: iso(NOW + 2 * DAY) },
    order_promised_delivery_date: null,
    order_id: `order-${id}`,
    order_number: `#${id}`,
    shipment_pickup_date: null,
    shipment_delivery_date: last?.tag === 'Delivered' ? iso(NOW - last.hoursAgo * HOUR) : null,
    shipment_type: 'FedEx Ground',
    tag: last?.tag ?? 'Pending',
    subtag: `${last?.tag ?? 'Pending'}_001`,
    subtag_message: null,
    checkpoints: scans.map(({ tag, hoursAgo, subtag }) => ({
      created_at: iso(NOW - hoursAgo * HOUR),
      slug: 'fedex',
      // Carriers write local times without an offset too: in Memphis it is five hours earlier in summer.
      checkpoint_time: new Date(NOW - (hoursAgo + 5) * HOUR).toISOString().slice(0, 19),
      city: 'Memphis',
      coordinate: null,
      country_region: 'USA',
      location: 'Memphis, TN, USA',
      message: 'Scanned',
      tag,
      subtag: subtag ?? `${tag}_001`,
      raw_tag: 'X',
    })),
    ...more,
  }
}

const usual = (n: number) =>
  aTracking(`d${n}`, `u${n}@customer${n}.example`, [
    { tag: 'InfoReceived', hoursAgo: 300 },
    { tag: 'InTransit', hoursAgo: 290 },
    { tag: 'Delivered', hoursAgo: 290 - 24 - n },
  ])

it('the manifest has no problems', () => expect(warnings).toEqual([]))

describe('AfterShip, as its documentation describes it', () => {
  let server: Loopback
  let system: Shipped
  let trackings: ReturnType<typeof aTracking>[]

  beforeEach(async () => {
    trackings = []
    server = await aLoopbackServer(({ url, headers }, res) => {
      if (headers['as-api-key'] !== 'asat_1')
        return json(res, { meta: { code: 401, message: 'The API key is invalid.', type: 'Unauthorized' } }, 401)
      const since = Date.parse(url.searchParams.get('updated_at_min') ?? '')
      const all = trackings.filter(({ updated_at }) => Date.parse(updated_at) >= since)
      const from = Number(url.searchParams.get('cursor') || 0)
      // Pages are kept small, so that there are several.
      const page = all.slice(from, from + 10)
      const more = from + 10 < all.length
      const pagination = { total: all.length, next_cursor: more ? String(from + 10) : '', has_next_page: more }
      json(res, { meta: { code: 200 }, data: { pagination, trackings: page } })
    })
    system = aSyncedSystem(manifest, server, { now: NOW, secrets: { api_key: 'asat_1' } })
  })
  afterEach(async () => {
    system.close()
    await server.stop()
  })

  it('all nine statuses become states, with since when, and the lane', async () => {
    const tags = [
      ['Pending', 'pending'],
      ['InfoReceived', 'info_received'],
      ['InTransit', 'in_transit'],
      ['OutForDelivery', 'out_for_delivery'],
      ['AttemptFail', 'attempt_failed'],
      ['Delivered', 'delivered'],
      ['AvailableForPickup', 'available_for_pickup'],
      ['Exception', 'exception'],
      ['Expired', 'expired'],
    ] as const
    trackings = tags.map(([tag], n) => aTracking(`t${n}`, `t${n}@example.com`, [{ tag, hoursAgo: 5 }]))
    expect(await system.sync()).toMatchObject({ errors: [] })
    const states = system.rows(
      `SELECT state, state_since, lane, due_at FROM object WHERE kind = 'shipment' ORDER BY id`,
    )
    expect(states).toEqual(
      tags.map(([, state]) => ({
        state,
        state_since: NOW - 5 * HOUR,
        lane: 'Beijing→USA',
        due_at: NOW + 2 * DAY,
      })),
    )
  })

  it('reads page after page, and a second sync changes nothing', async () => {
    trackings = Array.from({ length: 34 }, (_, n) => usual(n))
    expect(await system.sync()).toMatchObject({ errors: [] })
    expect(system.folder.count('account')).toBe(34)
    expect(system.folder.count('object')).toBe(34)
    const before = system.folder.dump(['account', 'contact', 'event', 'object'])
    expect(await system.sync(NOW + HOUR)).toMatchObject({ changed: 0, errors: [] })
    expect(system.folder.dump(['account', 'contact', 'event', 'object'])).toEqual(before)
    expect(server.asked.filter(({ url }) => url.includes('cursor=')).length).toBeGreaterThanOrEqual(6)
  })

  it('makes the triggers of shipments fire as soon as it is connected', async () => {
    const still = aTracking('S', 'still@example.com', [
      { tag: 'InfoReceived', hoursAgo: 400 },
      { tag: 'InTransit', hoursAgo: 390 },
      { tag: 'InTransit', hoursAgo: 380 },
    ])
    const failed = aTracking('F', 'failed@example.com', [
      { tag: 'InTransit', hoursAgo: 50 },
      { tag: 'AttemptFail', hoursAgo: 40 },
      { tag: 'Exception', hoursAgo: 20, subtag: 'Exception_004' },
    ])
    trackings = [...Array.from({ length: 24 }, (_, n) => usual(n)), still, failed]
    await system.sync()
    expect(await system.fired()).toEqual({
      'failed@example.com': ['shipment-exception'],
      'still@example.com': ['shipment-stationary'],
    })
    const stays = system.rows(
      `SELECT s.state FROM object_state s JOIN object o ON o.id = s.object_id WHERE o.external_id = 'F' ORDER BY since`,
    )
    expect(stays.map(({ state }) => state)).toEqual(['in_transit', 'attempt_failed', 'exception'])
  })

  it('a parcel belongs to the customer that a custom field names, and else to whom it is announced', async () => {
    trackings = [
      aTracking('1', 'ada@example.com', [{ tag: 'InTransit', hoursAgo: 5 }], { custom_fields: { customer_id: 'C7' } }),
      aTracking('2', 'bob@example.com', [{ tag: 'InTransit', hoursAgo: 5 }]),
      aTracking('3', null, [{ tag: 'InTransit', hoursAgo: 5 }]),
    ]
    expect(await system.sync()).toMatchObject({ errors: [] })
    expect(system.rows('SELECT uid, email, external_ref FROM account ORDER BY id')).toEqual([
      { uid: 'aftership:C7', email: 'ada@example.com', external_ref: 'C7' },
      { uid: 'aftership:bob@example.com', email: 'bob@example.com', external_ref: null },
    ])
    expect(system.folder.count('object')).toBe(2)
  })

  it('says what the source says of a wrong key', async () => {
    const wrong = aSyncedSystem(manifest, server, { now: NOW, secrets: { api_key: 'no' } })
    const { errors } = await wrong.sync()
    wrong.close()
    expect(errors[0]).toContain('does not accept the credentials')
  })
})
