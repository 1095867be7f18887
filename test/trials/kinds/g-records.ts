import type { Trial } from '../case.ts'
import { type Imported, imported, wordsOf } from '../imported.ts'

interface RowsTrial extends Pick<Trial, 'name' | 'source' | 'input' | 'right' | 'says'> {
  files: Readonly<Record<string, string>>
  /** What the rows of the only stream become. */
  records: object | readonly object[]
  look: (found: Imported) => Promise<object>
}

/** A trial of one file whose rows become what `records` says. */
const rowsTrial = ({ files, records, look, ...trial }: RowsTrial): Trial => ({
  kind: 'G',
  ...trial,
  run: () => {
    const map = { mapping: 1, streams: [{ name: 'rows', path: Object.keys(files)[0], mapping: records }] }
    return imported({ files, map }, async found => ({
      got: { code: found.code, ...(await look(found)) },
      said: [...wordsOf(found), ...(await quarantineOf(found))],
    }))
  },
})

const quarantineOf = async ({ client }: Imported): Promise<string[]> =>
  (await client.source.quarantine({ offset: 0, limit: 50 })).map(({ line, reason }) => `line ${line}: ${reason}`)

/** Every account with what belongs to it, by its external id. */
async function accountsOf({ client }: Imported) {
  const listed = await client.account.list({ limit: 50 })
  const full = await Promise.all(
    listed.map(async ({ id }) => {
      const { externalId, name, contacts } = await client.account.get({ id })
      const { entries } = await client.account.timeline({ id })
      return [externalId, { name, contacts: contacts.map(({ email }) => email), things: entries.length }] as const
    }),
  )
  return Object.fromEntries(full.sort(([a], [b]) => (a < b ? -1 : 1)))
}
const names = async (found: Imported) => ({
  accounts: Object.fromEntries(Object.entries(await accountsOf(found)).map(([id, { name }]) => [id, name])),
})
const rows = async ({ client }: Imported) => ({ rows: (await client.source.list())[0]?.streams[0]?.rows })

const ORDERS = [
  'customer,customer_name,mail,order_no,ordered,paid,sent,delivered,promised,total,currency,parcel',
  'C1,Ada Ltd,ada@shop.example,O1,2024-05-01,2024-05-01,2024-05-06,2024-05-09,2024-05-04,120.50,EUR,P1',
  'C1,Ada Ltd,ada@shop.example,O2,2024-06-01,2024-06-03,,,2024-06-05,99000,JPY,',
  'C2,Bob Ltd,bob@shop.example,O3,2024-06-02,,,,2024-06-09,12.00,EUR,',
]
const customer = { record: 'account', id: 'customer', name: 'customer_name' }
const person = { record: 'contact', id: { id: 'customer', space: 'buyer' }, account: 'customer', email: 'mail' }
const order = {
  record: 'object',
  kind: 'order',
  id: 'order_no',
  account: 'customer',
  openedAt: 'ordered',
  closedAt: 'delivered',
  dueAt: 'promised',
  amount: { field: 'total', currencyField: 'currency' },
  stays: [
    { state: { const: 'placed' }, since: 'ordered' },
    { state: { const: 'paid' }, since: 'paid' },
    { state: { const: 'handed_over' }, since: 'sent' },
    { state: { const: 'delivered' }, since: 'delivered' },
  ],
}
const parcel = {
  record: 'object',
  kind: 'shipment',
  when: 'parcel',
  id: 'parcel',
  account: { object: 'order', id: 'order_no' },
  openedAt: 'sent',
  closedAt: 'delivered',
}
const flat = (...lines: string[]) => ({ 'flat.csv': `${lines.join('\n')}\n` })

/** One or several records out of a row, in the words of one mapping. */
export const trials: readonly Trial[] = [
  rowsTrial({
    name: 'a row of one file is a customer, its person, an order and a parcel, read once',
    source: 'flat export of a shop',
    input: 'four records of one stream; two rows of one customer',
    files: flat(...ORDERS),
    records: [customer, person, order, parcel],
    look: async found => ({ accounts: await accountsOf(found), ...(await rows(found)) }),
    right: {
      code: 0,
      accounts: {
        C1: { name: 'Ada Ltd', contacts: ['ada@shop.example'], things: 5 },
        C2: { name: 'Bob Ltd', contacts: ['bob@shop.example'], things: 1 },
      },
      rows: 8,
    },
  }),
  rowsTrial({
    name: 'a customer whose rows differ is said once, and the first row counts',
    source: 'flat export in which a customer was renamed',
    input: 'Ada Ltd, later Ada Limited, twice',
    files: flat('customer,customer_name,order_no', 'C1,Ada Ltd,O1', 'C1,Ada Limited,O2', 'C1,Ada Limited,O3'),
    records: [customer, { record: 'object', kind: 'order', id: 'order_no', account: 'customer' }],
    look: async found => ({ ...(await names(found)), ...(await rows(found)) }),
    right: { code: 0, accounts: { C1: 'Ada Ltd' }, rows: 4 },
    says: /line 3: The id “C1” is already used by the record on line 2/,
  }),
  rowsTrial({
    name: 'finished orders keep every state that they went through, for the back-test too',
    source: 'orders with a column for each step',
    input: 'ordered, paid, sent, delivered in one row; O1 was paid for 5 days',
    files: flat(...ORDERS),
    records: [customer, order],
    look: async ({ client }) => {
      await client.workspace.setClock({ mode: 'fixed', at: Date.parse('2024-07-01T00:00:00Z') })
      const paid = (threshold: string) =>
        client.trigger.backtest({
          days: 90,
          definition: {
            id: 'paid-and-waiting',
            title: 'Paid and waiting',
            sentence: 'Paid and waiting.',
            category: 'fulfilment',
            when: {
              measure: { type: 'stored', object: { kind: 'order', states: ['paid'] } },
              op: '>=',
              threshold,
            },
            cooldown: '30d',
            playbook: 'usage-check-in',
            success: { measure: { type: 'count', events: { kind: 'login' }, over: '7d' }, op: '>=', threshold: 1 },
            window: '14d',
            prior: { risk: 0.3, weight: 10 },
            minutes: 8,
          },
        })
      const { objects } = await client.trigger.words()
      return {
        states: objects.find(({ kind }) => kind === 'order')?.states.toSorted(),
        // O1 was paid for five days in May, O2 is so since 3 June.
        threeDays: (await paid('3d')).firings,
        tenDays: (await paid('10d')).firings,
      }
    },
    right: { code: 0, states: ['delivered', 'paid', 'placed'], threeDays: 2, tenDays: 1 },
  }),
  rowsTrial({
    name: 'an account is the company, or else the person, whose ids have a space of their own',
    source: 'helpdesk export with companies and private customers',
    input: 'company 7, person 7 without a company',
    files: flat('ticket,company,contact,who', 'T1,7,9,Seven Ltd', 'T2,,7,Cyd'),
    records: [
      { record: 'account', id: { first: ['company', { id: 'contact', space: 'contact' }] }, name: 'who' },
      {
        record: 'object',
        kind: 'ticket',
        id: 'ticket',
        account: { first: ['company', { id: 'contact', space: 'contact' }] },
      },
    ],
    look: names,
    right: { code: 0, accounts: { '7': 'Seven Ltd', 'contact:7': 'Cyd' } },
  }),
  rowsTrial({
    name: 'only rows for which a condition holds become a record',
    source: 'order export with baskets that were never ordered',
    input: "when: state != 'basket'",
    files: flat('id,name,state', 'C1,Ada Ltd,ordered', 'C2,Bob Ltd,basket'),
    records: { record: 'account', when: "state != 'basket'", id: 'id', name: 'name' },
    look: names,
    right: { code: 0, accounts: { C1: 'Ada Ltd' } },
  }),
  rowsTrial({
    name: 'a value is worked out of several columns',
    source: 'export with first and last name apart',
    input: "join(' ', [first, last])",
    files: flat('id,first,last', 'C1,Ada,Lovelace'),
    records: { record: 'account', id: 'id', name: "join(' ', [first, last])" },
    look: names,
    right: { code: 0, accounts: { C1: 'Ada Lovelace' } },
  }),
  rowsTrial({
    name: 'the first value that a row has counts',
    source: 'export with an optional trade name',
    input: 'trade name, or else the legal one',
    files: flat('id,Trade name,Legal name', 'C1,Ada Shop,Ada Ltd', 'C2,,Bob Ltd'),
    records: { record: 'account', id: 'id', name: { first: [{ field: 'Trade name' }, { field: 'Legal name' }] } },
    look: names,
    right: { code: 0, accounts: { C1: 'Ada Shop', C2: 'Bob Ltd' } },
  }),
  rowsTrial({
    name: 'an expression about a column that the file does not have is refused in words',
    source: 'a mapping with a typing error',
    input: 'costumer in place of customer',
    files: flat('customer,name', 'C1,Ada Ltd'),
    records: { record: 'account', id: 'costumer', name: 'name' },
    look: names,
    right: { code: 1, accounts: {} },
    says: /reads the column “costumer”, which the file does not have/,
  }),
  rowsTrial({
    name: 'an expression that is none is refused before the source is connected',
    source: 'a mapping with a typing error',
    input: 'name ||',
    files: flat('customer,name', 'C1,Ada Ltd'),
    records: { record: 'account', id: 'customer', name: 'name ||' },
    look: async ({ client }) => ({ sources: (await client.source.list()).length }),
    right: { code: 1, sources: 0 },
    says: /“name \|\|” in name is no JMESPath expression/,
  }),
  rowsTrial({
    name: 'a row that says it is deleted takes its record away',
    source: 'append-only export of changes',
    input: 'C2, later C2 with deleted = yes',
    files: flat('id,name,deleted', 'C1,Ada Ltd,', 'C2,Bob Ltd,yes'),
    records: [
      { record: 'account', id: 'id', name: 'name' },
      { record: 'contact', id: 'id', account: 'id', name: 'name', deleted: 'deleted' },
    ],
    look: async found => {
      const all = await Promise.all(
        (await found.client.account.list({ limit: 50 })).map(({ id }) => found.client.account.get({ id })),
      )
      return { people: all.flatMap(({ contacts }) => contacts.map(({ name }) => name)) }
    },
    right: { code: 0, people: ['Ada Ltd'] },
  }),
  rowsTrial({
    name: 'identity from stated content outlives a column that is added to the export',
    source: 'web analytics log, exported again with one column more',
    input: 'content of three columns; a fourth one differs',
    files: flat('time_stamp,user_id,visited,agent', '2024-12-01T08:00:00Z,U1,/a,old', '2024-12-01T08:00:00Z,U1,/b,old'),
    records: [
      { record: 'account', id: 'user_id' },
      {
        record: 'event',
        id: { content: ['time_stamp', 'user_id', 'visited'] },
        account: 'user_id',
        kind: { const: 'page_dwelt' },
        at: 'time_stamp',
      },
    ],
    look: rows,
    right: { code: 0, rows: 3 },
  }),
  rowsTrial({
    name: 'ids of several columns with a blank part stay apart',
    source: 'order lines',
    input: 'O1 + 1, O1 + blank',
    files: flat('customer,order,line', 'C1,O1,1', 'C1,O1,'),
    records: [
      { record: 'account', id: 'customer' },
      { record: 'object', kind: 'order_line', id: { join: ['order', 'line'] }, account: 'customer' },
    ],
    look: rows,
    right: { code: 0, rows: 3 },
  }),
]
