import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import shopifyJson from '../../../resources/manifests/shopify.json' with { type: 'json' }
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { aLoopbackServer, json, type Loopback } from '../../helpers/loopback.ts'
import { aSyncedSystem, type Shipped, shippedManifest } from '../../helpers/shipped.ts'

/**
 * Answers have the shape of Shopify's own examples:
 * https://shopify.dev/docs/api/admin-rest/2026-07/resources/customer, …/order, …/fulfillment, …/fulfillmentorder,
 * …/product, …/event; paging: https://shopify.dev/docs/api/admin-rest/usage/pagination
 */
const NOW = Date.parse('2026-05-12T10:00:00Z')
const { manifest, warnings } = shippedManifest(shopifyJson)
/** As Shopify writes dates: with the shop's own offset. */
const iso = (at: number) => `${new Date(at - 4 * HOUR).toISOString().slice(0, 19)}-04:00`

const aCustomer = (id: number, more: Record<string, unknown> = {}) => ({
  id,
  email: `c${id}@shop${id}.example`,
  created_at: iso(NOW - 400 * DAY),
  updated_at: iso(NOW - 10 * DAY - id * HOUR),
  first_name: 'Ada',
  last_name: `No ${id}`,
  state: 'enabled',
  orders_count: 3,
  total_spent: '199.65',
  phone: null,
  tags: '',
  email_marketing_consent: { state: 'subscribed', opt_in_level: 'single_opt_in', consent_updated_at: null },
  default_address: { company: null, country_code: 'CA' },
  ...more,
})

const anOrder = (id: number, customer: number | null, more: Record<string, unknown> = {}) => ({
  id,
  name: `#${id}`,
  created_at: iso(NOW - 9 * DAY),
  processed_at: iso(NOW - 9 * DAY),
  updated_at: iso(NOW - 5 * DAY),
  cancelled_at: null,
  closed_at: null,
  currency: 'USD',
  total_price: '598.94',
  financial_status: 'paid',
  fulfillment_status: null as string | null,
  customer: customer === null ? null : { id: customer },
  shipping_address: { country_code: 'CA' },
  line_items: [{ id: id * 10, title: 'IPod Nano', product_id: 632, variant_id: 808, quantity: 1 }],
  fulfillments: [] as unknown[],
  ...more,
})

const aFulfilment = (id: number, shipment_status: string | null, more: Record<string, unknown> = {}) => ({
  id,
  status: 'success',
  created_at: iso(NOW - 4 * DAY),
  updated_at: iso(NOW - 1 * DAY),
  shipment_status,
  tracking_company: 'USPS',
  tracking_number: '1Z001985YW99744790',
  origin_address: null,
  ...more,
})

it('the manifest has no problems', () => expect(warnings).toEqual([]))

describe('Shopify, as its documentation describes it', () => {
  let server: Loopback
  let system: Shipped
  let shop: {
    customers: ReturnType<typeof aCustomer>[]
    orders: ReturnType<typeof anOrder>[]
    due: Record<number, string>
    /** For variant 808. */
    stock: number
    deleted: number[]
  }

  const paged = (name: string, list: readonly { updated_at?: string; created_at?: string }[], url: URL) => {
    const since = Date.parse(url.searchParams.get('updated_at_min') ?? url.searchParams.get('created_at_min') ?? '1970')
    const all = list.filter(one => Date.parse(one.updated_at ?? one.created_at ?? '') >= since)
    // What page_info stands for is Shopify's own affair; beside it only `limit` may be given.
    const [from, minimum] = (url.searchParams.get('page_info') ?? '').split('.').map(Number)
    const rest = minimum ? list.filter(one => Date.parse(one.updated_at ?? one.created_at ?? '') >= minimum) : all
    const at = from || 0
    const next = `<${server.url}${url.pathname}?limit=250&page_info=${at + 10}.${minimum || since || 1}>; rel="next"`
    return {
      body: { [name]: rest.slice(at, at + 10) },
      headers: at + 10 < rest.length ? { link: next } : ({} as Record<string, string>),
    }
  }

  beforeEach(async () => {
    shop = { customers: [], orders: [], due: {}, stock: 5, deleted: [] }
    server = await aLoopbackServer(({ url, headers }, res) => {
      if (headers['x-shopify-access-token'] !== 'shpat_1')
        return json(
          res,
          { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' },
          401,
        )
      const path = url.pathname.replace('/admin/api/2026-07', '')
      const own = /^\/orders\/(\d+)\/fulfillment_orders\.json$/.exec(path)?.[1]
      if (own) {
        const due = shop.due[Number(own)]
        const one = { id: 1, order_id: Number(own), status: 'open', fulfill_by: due ?? null, delivery_method: null }
        return json(res, { fulfillment_orders: [one] })
      }
      if (path === '/products.json') {
        const variants = [{ id: 808, inventory_management: 'shopify', inventory_quantity: shop.stock }]
        return json(res, { products: url.searchParams.get('ids')?.includes('632') ? [{ id: 632, variants }] : [] })
      }
      if (path === '/customers.json') {
        const { body, headers: more } = paged('customers', shop.customers, url)
        return json(res, body, 200, more)
      }
      if (path === '/orders.json') {
        const open = url.searchParams.get('fulfillment_status') === 'unshipped'
        const list = open ? shop.orders.filter(order => order.fulfillment_status === null) : shop.orders
        const { body, headers: more } = paged('orders', list, url)
        return json(res, body, 200, more)
      }
      if (path === '/events.json') {
        const events = shop.deleted.map((subject_id, n) => ({
          id: n,
          subject_id,
          subject_type: 'Order',
          verb: 'destroy',
          created_at: iso(NOW - HOUR),
        }))
        return json(res, { events })
      }
      json(res, { errors: 'Not Found' }, 404)
    })
    system = aSyncedSystem(manifest, server, {
      now: NOW,
      settings: { shop: 'own' },
      secrets: { access_token: 'shpat_1' },
    })
  })
  afterEach(async () => {
    system.close()
    await server.stop()
  })

  it('follows the Link header to the end, and a second sync changes nothing', async () => {
    shop.customers = Array.from({ length: 34 }, (_, n) => aCustomer(n + 1))
    shop.orders = Array.from({ length: 31 }, (_, n) =>
      anOrder(100 + n, n + 1, {
        fulfillment_status: 'fulfilled',
        updated_at: iso(NOW - 4 * DAY + n * HOUR),
        fulfillments: [aFulfilment(1_000 + n, 'in_transit')],
      }),
    )
    expect(await system.sync()).toMatchObject({ errors: [] })
    expect(system.folder.count('account')).toBe(34)
    expect(system.folder.count('contact')).toBe(34)
    expect(system.folder.count('object', "kind = 'order' AND state = 'fulfilled'")).toBe(31)
    expect(system.folder.count('object', "kind = 'shipment' AND state = 'in_transit'")).toBe(31)
    const before = system.folder.dump(['account', 'contact', 'event', 'object', 'quarantine'])
    expect(await system.sync(NOW + HOUR)).toMatchObject({ changed: 0, errors: [] })
    expect(system.folder.dump(['account', 'contact', 'event', 'object', 'quarantine'])).toEqual(before)
    expect(server.asked.filter(({ url }) => url.includes('page_info=')).length).toBeGreaterThanOrEqual(6)
  })

  it('keeps addresses, consent and amounts', async () => {
    const said = { state: 'unsubscribed', opt_in_level: null, consent_updated_at: null }
    shop.customers = [aCustomer(1), aCustomer(2, { email_marketing_consent: said, first_name: null, last_name: null })]
    shop.orders = [anOrder(100, 1), anOrder(101, null)]
    expect(await system.sync()).toMatchObject({ errors: [] })
    expect(system.rows('SELECT name, email, country FROM account ORDER BY id')).toEqual([
      { name: 'Ada No 1', email: 'c1@shop1.example', country: 'CA' },
      { name: 'c2@shop2.example', email: 'c2@shop2.example', country: 'CA' },
    ])
    expect(system.rows('SELECT consent FROM contact ORDER BY id')).toEqual([{ consent: 1 }, { consent: 0 }])
    expect(system.rows('SELECT external_id, amount_minor, currency, opened_at FROM object')).toEqual([
      { external_id: '100', amount_minor: 59_894, currency: 'USD', opened_at: NOW - 9 * DAY },
    ])
  })

  it('an open order that the stock does not cover is short until it does, and an order that left is no longer open', async () => {
    shop.customers = [aCustomer(1), aCustomer(2), aCustomer(3)]
    shop.orders = [anOrder(100, 1), anOrder(101, 2, { line_items: [] })]
    shop.due = { 101: iso(NOW + DAY) }
    shop.stock = -1
    expect(await system.sync()).toMatchObject({ errors: [] })
    const states = () => system.rows("SELECT external_id AS id, state FROM object WHERE kind = 'order' ORDER BY id")
    expect(states()).toEqual([
      { id: '100', state: 'stock_shortfall' },
      { id: '101', state: 'open' },
    ])
    expect(await system.fired()).toEqual({
      'c1@shop1.example': ['stock-shortfall'],
      'c2@shop2.example': ['promised-date-at-risk'],
    })
    expect(await system.sync(NOW + HOUR)).toMatchObject({ changed: 0 })
    shop.stock = 5
    shop.orders = [anOrder(100, 1), anOrder(101, 2, { fulfillment_status: 'fulfilled', updated_at: iso(NOW) })]
    await system.sync(NOW + 2 * HOUR)
    expect(states()).toEqual([
      { id: '100', state: 'open' },
      { id: '101', state: 'fulfilled' },
    ])
  })

  it('failed deliveries become events, each status once', async () => {
    shop.customers = [aCustomer(1)]
    const order = (shipment_status: string, at: number) =>
      anOrder(100, 1, {
        fulfillment_status: 'fulfilled',
        updated_at: iso(at),
        fulfillments: [aFulfilment(1, shipment_status, { updated_at: iso(at) })],
      })
    shop.orders = [order('attempted_delivery', NOW - 20 * HOUR)]
    await system.sync()
    shop.orders = [order('failure', NOW - HOUR)]
    await system.sync()
    expect(await system.fired()).toEqual({ 'c1@shop1.example': ['shipment-exception'] })
    expect(system.rows("SELECT state FROM object WHERE kind = 'shipment'")).toEqual([{ state: 'exception' }])
  })

  it('an order that was deleted there is gone here', async () => {
    shop.customers = [aCustomer(1)]
    shop.orders = [anOrder(100, 1), anOrder(101, 1)]
    await system.sync()
    shop.orders = [anOrder(101, 1)]
    shop.deleted = [100]
    expect(await system.sync(NOW + HOUR)).toMatchObject({ errors: [] })
    expect(system.rows('SELECT external_id FROM object')).toEqual([{ external_id: '101' }])
  })

  it('repeats what the shop says of a wrong token', async () => {
    const wrong = aSyncedSystem(manifest, server, {
      now: NOW,
      settings: { shop: 'own' },
      secrets: { access_token: 'x' },
    })
    const { errors } = await wrong.sync()
    wrong.close()
    expect(errors[0]).toContain('does not accept the credentials')
  })
})
