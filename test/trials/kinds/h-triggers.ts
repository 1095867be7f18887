import type { Client } from '../../../main/cli/command.ts'
import { unknownWords } from '../../../shared/trigger/lack-words.ts'
import type { Trigger } from '../../../shared/trigger/trigger.ts'
import type { Outcome, Trial, TrialKind } from '../case.ts'
import { imported } from '../imported.ts'

const day = (date: string, hour = 12): string => `${date}T${String(hour).padStart(2, '0')}:00:00Z`
const table = (header: string, ...rows: string[]) => `${[header, ...rows].join('\n')}\n`
const accounts = (...ids: string[]) =>
  table('account_id,name,signed_up_at', ...ids.map(id => `${id},Company ${id},2024-06-20T00:00:00Z`))

interface Watching {
  name: string
  source: string
  input: string
  kind?: TrialKind
  files: Readonly<Record<string, string>>
  /** Moments at which the workspace is looked at, in this order. */
  at: readonly string[]
  /** The starter that is watched, or a trigger that is made for it. */
  trigger: string | Trigger
  /** Firings so far and signals that are open, at each of the moments. */
  right: readonly (readonly [firings: number, open: number])[]
  says?: RegExp
}

/** A trial of one trigger: files are imported, the clock is set from moment to moment, and its firings are counted. */
function watching({ files, at, trigger, kind = 'H', ...trial }: Watching): Trial {
  const id = typeof trigger === 'string' ? trigger : trigger.id
  const run = (): Promise<Outcome> =>
    imported({ files }, async ({ client }) => {
      await set(client, at[0] ?? '')
      if (typeof trigger !== 'string') {
        await client.trigger.save(trigger)
        await client.trigger.setEnabled({ id, enabled: true })
      }
      const got: [number, number][] = []
      const said = new Set<string>()
      for (const moment of at) {
        await set(client, moment)
        const view = (await client.trigger.list()).find(({ definition }) => definition.id === id)
        got.push([view?.firings ?? -1, view?.open ?? -1])
        for (const words of unknownWords(view)) said.add(words)
      }
      return { got, said: [...said] }
    })
  return { kind, ...trial, run }
}

async function set(client: Client, moment: string): Promise<void> {
  await client.workspace.setClock({ mode: 'fixed', at: Date.parse(moment) })
  await client.signal.evaluate({ everything: false })
}

const ORDERS = 'order_id,account_id,status,created_at,due_at,delivered_at'
const order = (id: string, due: string, closed = '') =>
  `${id},A1,${closed ? 'delivered' : 'open'},${day('2024-07-20')},${due},${closed}`
const parcels = (...rows: string[]) => table('shipment_id,account_id,status,created_at,due_at,order_id', ...rows)
const parcel = (id: string, of: string, due = '') => `${id},A1,in_transit,${day('2024-07-25')},${due},${of}`
const NOW = day('2024-07-31')
const logins = (kind: string, ...days: string[]) => ({
  [`${kind}.csv`]: table('id,account_id,at', ...days.map((at, n) => `E${n},A1,${at}`)),
})

const silent: Trigger = {
  id: 'silent-after-use',
  title: 'Silent after use',
  sentence: 'Silent for {recent|day|days}.',
  category: 'usage',
  when: {
    all: [
      { measure: { type: 'since', events: { kind: 'login' } }, op: '>=', threshold: '14d' },
      { measure: { type: 'count', events: { kind: 'login' }, over: '28d' }, op: '>=', threshold: 3 },
    ],
  },
  cooldown: '28d',
  playbook: 'usage-check-in',
  success: { measure: { type: 'count', events: { kind: 'login' }, over: '7d' }, op: '>=', threshold: 1 },
  window: '14d',
  prior: { risk: 0.3, weight: 10 },
  minutes: 8,
}
/** Accounts with what they pay in a month, and a trigger that fires above a threshold. */
const paying = (...rows: string[]) => ({ 'accounts.csv': table('account_id,name,signed_up_at,mrr,currency', ...rows) })
const customer = (id: string, mrr: number, currency: string) =>
  `${id},Company ${id},${day('2024-06-20')},${mrr},${currency}`
const large = (currency?: string): Trigger => ({
  ...silent,
  id: 'large-account',
  when: {
    measure: { type: 'attribute', name: 'mrr_minor', ...(currency === undefined ? {} : { currency }) },
    op: '>=',
    threshold: 100_000,
  },
})
/** Orders with their totals, and a trigger about each open one of them. */
const priced = (...rows: string[]) => ({
  'accounts.csv': accounts('A1'),
  'orders.csv': table(
    'order_id,account_id,status,created_at,amount,currency',
    ...rows.map(row => row.replace(',', `,A1,open,${day('2024-07-20')},`)),
  ),
})
const dear = (amount: NonNullable<Trigger['each']>['amount']): Trigger => ({
  ...silent,
  id: 'dear-order',
  each: { kind: 'order', amount },
  when: { measure: { type: 'objects', object: { kind: 'order', of: 'this' } }, op: '>=', threshold: 1 },
})
const JULY = Array.from({ length: 31 }, (_, n) => day(`2024-07-${String(n + 1).padStart(2, '0')}`))

/** What triggers may claim: about one object, about what nobody supplies, and about times that were stepped over. */
export const trials: readonly Trial[] = [
  watching({
    name: 'revenue in forints is compared with a threshold in euros at the rate of the day',
    source: 'forum thread of a billing team: “every Hungarian customer is enterprise”',
    input: 'EUR 1,500; HUF 120,000 (about EUR 300); HUF 800,000 (about EUR 2,000); threshold EUR 1,000',
    files: paying(customer('A1', 1500, 'EUR'), customer('A2', 120_000, 'HUF'), customer('A3', 800_000, 'HUF')),
    at: [NOW],
    trigger: large('EUR'),
    right: [[2, 2]],
  }),
  watching({
    name: 'a threshold that names no currency is in the commonest one of the accounts',
    source: 'own variation',
    input: 'EUR 1,500 and EUR 900, JPY 120,000 (about EUR 710); threshold 1,000.00',
    files: paying(customer('A1', 1500, 'EUR'), customer('A2', 900, 'EUR'), customer('A3', 120_000, 'JPY')),
    at: [NOW],
    trigger: large(),
    right: [[1, 1]],
  }),
  watching({
    name: 'revenue without an exchange rate is not compared one to one, and is counted',
    source: 'own variation',
    input: 'EUR 1,500 and RSD 120,000, for which no rate is known; threshold EUR 1,000',
    files: paying(customer('A1', 1500, 'EUR'), customer('A2', 120_000, 'RSD')),
    at: [NOW],
    trigger: large('EUR'),
    right: [[1, 1]],
    says: /no exchange rate for RSD, so conditions on the revenue of 1 account are unknown/,
  }),
  watching({
    name: 'an order without a parcel fires although another order of the customer is on its way',
    source: 'forum thread of a shop: “late order not flagged”',
    input: 'O1 due tomorrow without a parcel, O2 with a parcel in transit',
    files: {
      'accounts.csv': accounts('A1'),
      'orders.csv': table(ORDERS, order('O1', day('2024-08-01')), order('O2', day('2024-08-01'))),
      'shipments.csv': parcels(parcel('S2', 'O2')),
    },
    at: [NOW],
    trigger: 'promised-date-at-risk',
    right: [[1, 1]],
  }),
  watching({
    name: 'two orders without a parcel are two signals',
    source: 'own variation',
    input: 'O1 and O3 due tomorrow without a parcel, O2 with one',
    files: {
      'accounts.csv': accounts('A1'),
      'orders.csv': table(ORDERS, ...['O1', 'O2', 'O3'].map(id => order(id, day('2024-08-01')))),
      'shipments.csv': parcels(parcel('S2', 'O2')),
    },
    at: [NOW],
    trigger: 'promised-date-at-risk',
    right: [[2, 2]],
  }),
  watching({
    name: 'an order whose own parcel is on its way is quiet',
    source: 'own variation',
    input: 'O1 and O2 due tomorrow, each with a parcel in transit',
    files: {
      'accounts.csv': accounts('A1'),
      'orders.csv': table(ORDERS, order('O1', day('2024-08-01')), order('O2', day('2024-08-01'))),
      'shipments.csv': parcels(parcel('S1', 'O1'), parcel('S2', 'O2')),
    },
    at: [NOW],
    trigger: 'promised-date-at-risk',
    right: [[0, 0]],
  }),
  watching({
    name: 'parcels that name no order leave it unknown whether an order has one',
    source: 'own variation',
    input: 'O1 due tomorrow; shipments without an order_id',
    files: {
      'accounts.csv': accounts('A1'),
      'orders.csv': table(ORDERS, order('O1', day('2024-08-01'))),
      'shipments.csv': table(
        'shipment_id,account_id,status,created_at,due_at',
        `S2,A1,in_transit,${day('2024-07-25')},`,
      ),
    },
    at: [NOW],
    trigger: 'promised-date-at-risk',
    right: [[0, 0]],
    says: /No source supplies “order id” of shipments/,
  }),
  watching({
    name: 'a parcel in transit that its carrier expects after the promised date fires',
    source: 'own variation of a carrier’s export',
    input: 'O1 due on 08-02, its parcel expected on 08-05',
    files: {
      'accounts.csv': accounts('A1'),
      'orders.csv': table(ORDERS, order('O1', day('2024-08-02', 18)), order('O2', day('2024-08-02', 18))),
      'shipments.csv': parcels(parcel('S1', 'O1', day('2024-08-05')), parcel('S2', 'O2', day('2024-08-02', 9))),
    },
    at: [NOW],
    trigger: 'promised-date-missed',
    right: [[1, 1]],
  }),
  watching({
    name: 'a new customer of a shop without onboarding events is not behind with onboarding',
    source: 'helpdesk thread: “99 % of the queue is one trigger”',
    input: 'accounts of 40 days, no onboarding_completed anywhere',
    files: { 'accounts.csv': accounts('A1', 'A2') },
    at: [day('2024-07-05')],
    trigger: 'onboarding-incomplete',
    right: [[0, 0]],
    says: /No source supplies onboarding completed events/,
  }),
  watching({
    name: 'where one customer has finished onboarding, the other one is behind with it',
    source: 'own variation',
    input: 'A1 finished onboarding, A2 did not',
    files: {
      'accounts.csv': accounts('A1', 'A2'),
      'events.csv': table('event_id,account_id,event,at', `E1,A1,onboarding_completed,${day('2024-06-21')}`),
    },
    at: [day('2024-07-05')],
    trigger: 'onboarding-incomplete',
    right: [[1, 1]],
  }),
  watching({
    name: 'an undone future does not count: what fired fires again when the clock comes there again',
    source: 'replay of a public log',
    input: 'sign-ins on 07-10 to 07-13; clock to 08-05, back to 07-15, again to 08-05',
    files: { 'accounts.csv': accounts('A1'), ...logins('login', ...JULY.slice(9, 13)) },
    at: [day('2024-07-14'), day('2024-08-05'), day('2024-07-15'), day('2024-08-05')],
    trigger: silent,
    right: [
      [0, 0],
      [1, 1],
      [0, 0],
      [1, 1],
    ],
  }),
  watching({
    name: 'what fired and cleared in a future that was undone fires when the clock comes between the two',
    source: 'own variation',
    input: 'a sign-in on 08-08 as well; clock to 08-09, back to 07-15, then to 08-05',
    files: {
      'accounts.csv': accounts('A1'),
      ...logins('login', ...JULY.slice(9, 13), day('2024-08-08')),
    },
    at: [day('2024-08-05'), day('2024-08-09'), day('2024-07-15'), day('2024-08-05')],
    trigger: silent,
    right: [
      [1, 1],
      [1, 0],
      [0, 0],
      [1, 1],
    ],
  }),
  watching({
    name: 'a window between two readings is looked at',
    source: 'public event log of a process-mining challenge, read once a week',
    input: 'an order due on 08-04 and delivered on 08-06; looked at on 08-01 and 08-08',
    files: {
      'accounts.csv': accounts('A1'),
      'orders.csv': table(ORDERS, order('O1', day('2024-08-04'), day('2024-08-06'))),
      'shipments.csv': parcels(`S9,A1,delivered,${day('2024-07-01')},,O9`),
    },
    at: [day('2024-08-01'), day('2024-08-08')],
    trigger: {
      ...silent,
      id: 'due-soon',
      each: { kind: 'order' },
      when: {
        measure: { type: 'until', date: { object: { kind: 'order', of: 'this' }, field: 'due_at' } },
        op: '<=',
        threshold: '2d',
      },
    },
    right: [
      [0, 0],
      [1, 0],
    ],
  }),
  watching({
    kind: 'I',
    name: 'fourteen sign-ins on one day are one day of use',
    source: 'read, then tried',
    input: '14 sign-ins on 07-05, then silence',
    files: {
      'accounts.csv': accounts('A1'),
      ...logins('login', ...Array.from({ length: 14 }, (_, n) => day('2024-07-05', n))),
    },
    at: [day('2024-07-16')],
    trigger: 'daily-user-silent',
    right: [[0, 0]],
  }),
  watching({
    kind: 'I',
    name: 'fourteen days with a sign-in each are most days',
    source: 'own variation',
    input: 'a sign-in a day on 07-01 to 07-15, then silence',
    files: { 'accounts.csv': accounts('A1'), ...logins('login', ...JULY.slice(0, 15)) },
    at: [day('2024-07-26')],
    trigger: 'daily-user-silent',
    right: [[1, 1]],
  }),
  watching({
    name: 'use of a feature is activity as much as a sign-in is',
    source: 'helpdesk thread: “we only log sign-ins”, turned round',
    input: 'a feature use a day on 07-01 to 07-15, then silence; no sign-ins',
    files: { 'accounts.csv': accounts('A1'), ...logins('feature_used', ...JULY.slice(0, 15)) },
    at: [day('2024-07-26')],
    trigger: 'daily-user-silent',
    right: [[1, 1]],
  }),
  watching({
    name: 'orders over 500 EUR are those over €500, not over 500 cents',
    source: 'own: what a lead types into a condition',
    input: 'orders of EUR 499.99, 500.01 and 12.00; amount more than 500 EUR',
    files: priced('O1,499.99,EUR', 'O2,500.01,EUR', 'O3,12.00,EUR'),
    at: [NOW],
    trigger: dear({ gt: 500, currency: 'EUR' }),
    right: [[1, 1]],
  }),
  watching({
    name: 'an order in another currency is held against the amount at the rate of the day',
    source: 'own variation',
    input: 'HUF 120,000 (about EUR 300), HUF 800,000 (about EUR 2,000), JPY 120,000 (about EUR 710); at least 500 EUR',
    files: priced('O1,120000,HUF', 'O2,800000,HUF', 'O3,120000,JPY'),
    at: [NOW],
    trigger: dear({ gte: 500, currency: 'EUR' }),
    right: [[2, 2]],
  }),
  watching({
    name: 'yen have no cents: an order over 5,000 JPY is one over ¥5,000',
    source: 'own variation',
    input: 'JPY 4,999 and 5,001; amount more than 5000 JPY',
    files: priced('O1,4999,JPY', 'O2,5001,JPY'),
    at: [NOW],
    trigger: dear({ gt: 5000, currency: 'JPY' }),
    right: [[1, 1]],
  }),
  watching({
    name: 'an order without an exchange rate is within no bounds, and its currency is said',
    source: 'own variation',
    input: 'RSD 9,000,000 and EUR 600; at least 500 EUR',
    files: priced('O1,9000000,RSD', 'O2,600,EUR'),
    at: [NOW],
    trigger: dear({ gte: 500, currency: 'EUR' }),
    right: [[1, 1]],
    says: /RSD/,
  }),
  watching({
    name: 'a starter that asks for uses stays silent in a shop that calls them otherwise, and offers the shop’s own names',
    source: 'own: product events are named by every team in its own way',
    input: 'report_opened a day in March, then silence; no feature_used anywhere',
    files: {
      'accounts.csv': accounts('A1'),
      'events.csv': table(
        'event_id,account_id,event,at',
        ...JULY.slice(0, 20).map((at, n) => `E${n},A1,report_opened,${at}`),
      ),
    },
    at: [NOW],
    trigger: 'usage-down',
    right: [[0, 0]],
    says: /Sources bring “report_opened”.*map it to the kind “feature_used”/,
  }),
  watching({
    kind: 'D',
    name: 'an order that was cancelled or delivered is no open one, also without a date',
    source: 'own: shops that keep no date of the end of an order',
    input: 'orders due on 07-25: cancelled, Delivered (locker), complete, storniert, open; no dates of delivery',
    files: {
      'accounts.csv': accounts('A1'),
      'orders.csv': table(
        ORDERS,
        ...['cancelled', 'Delivered (locker)', 'complete', 'storniert', 'open'].map(
          (state, n) => `O${n},A1,${state},${day('2024-07-20')},${day('2024-07-25')},`,
        ),
      ),
      'shipments.csv': parcels(`S9,A1,delivered,${day('2024-07-01')},,O9`),
    },
    at: [NOW],
    trigger: {
      ...silent,
      id: 'open-order',
      each: { kind: 'order' },
      when: { measure: { type: 'objects', object: { kind: 'order', of: 'this' } }, op: '>=', threshold: 1 },
    },
    right: [[1, 1]],
  }),
]
