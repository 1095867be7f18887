import type { Outcome, Trial } from '../case.ts'
import { saidIn } from '../connected.ts'
import { type Answers, shipped } from '../shipped.ts'

const AT = Date.parse('2024-05-01T00:00:00Z') / 1_000

interface Item {
  amount: number
  quantity?: number
  interval?: 'month' | 'year'
}
interface Subscription {
  currency: string
  items: readonly Item[]
  status?: string
  percentOff?: number
}
interface Customer extends Pick<Trial, 'name' | 'source' | 'input' | 'says'> {
  subscriptions: readonly Subscription[]
  right: string | null
}

const CUSTOMERS: readonly Customer[] = [
  {
    name: 'the revenue of two subscriptions is their sum',
    source: 'a customer with a base plan and an add-on of its own',
    input: '€30 a month, €120 a year',
    subscriptions: [
      { currency: 'eur', items: [{ amount: 3_000 }] },
      { currency: 'eur', items: [{ amount: 12_000, interval: 'year' }] },
    ],
    right: '4000 EUR',
  },
  {
    name: 'subscriptions in two currencies are not added up, which is said',
    source: 'own',
    input: '€30 and $30',
    subscriptions: [
      { currency: 'eur', items: [{ amount: 3_000 }] },
      { currency: 'usd', items: [{ amount: 3_000 }] },
    ],
    right: null,
    says: /The revenue of account “cus_2” is in several currencies, which are not added up/,
  },
  {
    name: 'a subscription that has ended adds nothing, whatever its currency',
    source: 'own',
    input: '€30, and $99 that was cancelled',
    subscriptions: [
      { currency: 'usd', items: [{ amount: 9_900 }], status: 'canceled' },
      { currency: 'eur', items: [{ amount: 3_000 }] },
    ],
    right: '3000 EUR',
  },
  {
    name: 'a customer whose subscriptions have all ended is worth nothing a month',
    source: 'own',
    input: '€30 that was cancelled',
    subscriptions: [{ currency: 'eur', items: [{ amount: 3_000 }], status: 'canceled' }],
    right: '0 EUR',
  },
  {
    name: 'every item counts with its quantity, its interval and the discount',
    source: 'https://docs.stripe.com/billing/subscriptions/multiple-products',
    input: '5 × €120 a year and €20 a month, 20 % off',
    subscriptions: [
      {
        currency: 'eur',
        items: [{ amount: 12_000, quantity: 5, interval: 'year' }, { amount: 2_000 }],
        percentOff: 20,
      },
    ],
    right: '5600 EUR',
  },
  {
    name: 'yen have no minor unit at Stripe',
    source: 'https://docs.stripe.com/currencies#zero-decimal',
    input: '12000 jpy',
    subscriptions: [{ currency: 'jpy', items: [{ amount: 12_000 }] }],
    right: '12000 JPY',
  },
  {
    name: 'forints have two at Stripe, as ISO 4217 has them',
    source: 'https://docs.stripe.com/currencies#special-cases',
    input: '1200000 huf',
    subscriptions: [{ currency: 'huf', items: [{ amount: 1_200_000 }] }],
    right: '1200000 HUF',
  },
  {
    name: 'krónur are written with two digits at Stripe and have none in ISO 4217',
    source: 'https://docs.stripe.com/currencies#special-cases',
    input: '500000 isk are 5,000 krónur',
    subscriptions: [{ currency: 'isk', items: [{ amount: 500_000 }] }],
    right: '5000 ISK',
  },
  {
    name: 'ariary are written without digits at Stripe and have two in ISO 4217',
    source: 'https://docs.stripe.com/currencies#zero-decimal',
    input: '500 mga are 500 ariary',
    subscriptions: [{ currency: 'mga', items: [{ amount: 500 }] }],
    right: '50000 MGA',
  },
  {
    name: 'dinars of Bahrain have three digits everywhere',
    source: 'https://docs.stripe.com/currencies#three-decimal',
    input: '12340 bhd are 12.340 dinars',
    subscriptions: [{ currency: 'bhd', items: [{ amount: 12_340 }] }],
    right: '12340 BHD',
  },
]

const idOf = (n: number): string => `cus_${n + 1}`

const itemOf = (currency: string, { amount, quantity = 1, interval = 'month' }: Item) => ({
  quantity,
  price: {
    id: 'price',
    unit_amount: amount,
    currency,
    recurring: { interval, interval_count: 1, usage_type: 'licensed' },
  },
})

const answers: Answers = path => {
  const list = (data: readonly object[]) => ({ object: 'list', data, has_more: false })
  if (path.endsWith('/customers')) return list(CUSTOMERS.map((_, n) => ({ id: idOf(n), name: idOf(n), created: AT })))
  if (!path.endsWith('/subscriptions')) return list([])
  return list(
    CUSTOMERS.flatMap(({ subscriptions }, n) =>
      subscriptions.map(({ currency, items, status = 'active', percentOff }, m) => ({
        id: `sub_${n + 1}_${m + 1}`,
        customer: idOf(n),
        status,
        currency,
        created: AT,
        start_date: AT,
        items: { data: items.map(item => itemOf(currency, item)) },
        discounts: percentOff === undefined ? [] : [{ coupon: { percent_off: percentOff, duration: 'forever' } }],
      })),
    ),
  )
}

let together: Promise<{ mrr: ReadonlyMap<string, string | null>; said: string[] }> | undefined

/** All customers come with one reading. */
const read = () => {
  together ??= shipped({ manifest: 'stripe', secret: 'api_key', answers }, async source => {
    const report = await source.sync()
    const accounts = await source.client.account.list({ limit: 100 })
    const mrr = accounts.map(
      ({ name, mrrMinor, currency }) => [name, mrrMinor === null ? null : `${mrrMinor} ${currency}`] as const,
    )
    return { mrr: new Map(mrr), said: saidIn([report]) }
  })
  return together
}

/** What customers are worth a month, from their subscriptions at Stripe. */
export const trials: readonly Trial[] = CUSTOMERS.map(({ subscriptions: _subscriptions, ...trial }, n) => ({
  kind: 'A',
  ...trial,
  run: async (): Promise<Outcome> => {
    const { mrr, said } = await read()
    return { got: mrr.get(idOf(n)), said }
  },
}))
