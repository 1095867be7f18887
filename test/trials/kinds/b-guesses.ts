import { fileTrial, type Seen } from '../accounts.ts'
import type { Trial } from '../case.ts'
import { imported, wordsOf } from '../imported.ts'

const table = (...rows: string[]) => `${rows.join('\n')}\n`
const ACCOUNTS = table('account_id,name', 'A1,Ada', 'A2,Bob')
const mrr = (account: Seen) => account.mrr
const people = (account: Seen) => account.people

/** Columns that look like what they are not: a guess that is not possible is not made, or it is said. */
const guesses: readonly Trial[] = [
  fileTrial('B', {
    name: 'a low-cardinality column is no id: the address is, and the import says so',
    source: 'exports of newsletter tools, which have no id column',
    input: 'plan,name,email without an id; two people of one name',
    file: {
      'customers.csv': table('plan,name,email', 'pro,Ada,ada@a.example', 'pro,Ada,b@b.example', 'free,Cid,c@c.example'),
    },
    look: ({ name, plan }) => [name, plan],
    right: {
      code: 0,
      accounts: { 'ada@a.example': ['Ada', 'pro'], 'b@b.example': ['Ada', 'pro'], 'c@c.example': ['Cid', 'free'] },
    },
    says: /email: no column holds an id, so the address names each account/,
  }),
  fileTrial('B', {
    name: 'accounts that no column tells apart are not merged: nothing is imported, and the words say what to do',
    source: 'spreadsheet of customers by plan and country',
    input: 'plan,country with repeats',
    file: { 'customers.csv': table('plan,country', 'pro,DE', 'pro,DE', 'free,FR') },
    right: { code: 1, accounts: {} },
    says: /No column names each account/,
  }),
  ...(
    [
      ['phone_number', '+49 151 1234567', '+49 151 7654321'],
      ['plan_id', 'p1', 'p2'],
      ['zip_code', '01234', '01235'],
      ['owner_id', 'u1', 'u2'],
    ] as const
  ).map(([column, one, two]) =>
    fileTrial('B', {
      name: `${column} is no id of an account, however different its values are`,
      source: 'customer lists of shops',
      input: `${column},plan`,
      file: { 'customers.csv': table(`${column},plan`, `${one},pro`, `${two},pro`) },
      right: { code: 1, accounts: {} },
      says: /No column names each account/,
    }),
  ),
  fileTrial('B', {
    name: 'ids that a spreadsheet shortened name nobody: their rows are set aside',
    source: 'Excel: long numbers become 1.23457E+11',
    input: 'account_id 1.23457E+11 and A2',
    file: table('account_id,name', '1.23457E+11,Ada', '1.23458E+11,Bob', 'A3,Cid'),
    right: { code: 0, accounts: { A3: true } },
    says: /account_id: partly read \(2 rows not\)/,
  }),
  fileTrial('B', {
    name: 'cents are cents',
    source: 'exports of billing databases',
    input: 'mrr_cents 4900, currency USD',
    file: table('account_id,mrr_cents,currency', 'A1,4900,USD'),
    look: mrr,
    right: { code: 0, accounts: { A1: '4900 USD' } },
  }),
  fileTrial('B', {
    name: 'monthly active users are no revenue',
    source: 'product analytics joined with billing',
    input: 'monthly_active_users 300 beside currency',
    file: table('account_id,monthly_active_users,currency', 'A1,300,EUR'),
    look: account => [mrr(account), account.properties.monthly_active_users],
    right: { code: 0, accounts: { A1: [null, 300] } },
  }),
  fileTrial('B', {
    name: 'amounts that name their own currencies are each in their own',
    source: 'spreadsheet with signs',
    input: 'mrr €10.00, ₹20.00, CHF 30.00',
    file: table('account_id,mrr', 'A1,€10.00', 'A2,₹20.00', 'A3,CHF 30.00'),
    look: mrr,
    right: { code: 0, accounts: { A1: '1000 EUR', A2: '2000 INR', A3: '3000 CHF' } },
  }),
  fileTrial('B', {
    name: 'a sign of several currencies stands for the one that a person says, and the others for themselves',
    source: 'spreadsheet with signs',
    input: 'mrr €10.00, $20.00 with --currency USD',
    file: table('account_id,mrr', 'A1,€10.00', 'A2,$20.00'),
    options: ['--currency', 'USD'],
    look: mrr,
    right: { code: 0, accounts: { A1: '1000 EUR', A2: '2000 USD' } },
  }),
  ...(
    [
      ['percentages', '12%', '13%', null],
      ['Arabic digits', '١٢٣', '٤٥٦', '12300 SAR'],
      ['a typographic minus', '−99.00', '12.00', '-9900 SAR'],
      ['a sign before the minus', 'SAR -99.00', '12.00', '-9900 SAR'],
    ] as const
  ).map(([what, one, two, right]) =>
    fileTrial('B', {
      name: `${what} in a column of money`,
      source: 'spreadsheets of several countries',
      input: `mrr_sar ${one}`,
      file: table('account_id,mrr_sar', `A1,${one}`, `A2,${two}`),
      look: ({ properties, ...account }) => mrr({ properties, ...account }) ?? properties.mrr_sar,
      right: {
        code: 0,
        accounts: { A1: right ?? one, A2: right === null ? two : two === '12.00' ? '1200 SAR' : '45600 SAR' },
      },
      ...(right === null && { says: /mrr_sar: .*its name speaks of an amount, its cells hold none/ }),
    }),
  ),
  fileTrial('B', {
    name: 'yen have no decimals, so their mark is one of thousands',
    source: 'Excel in Japanese',
    input: 'mrr_jpy ￥1,234 and 5,000',
    file: table('account_id,mrr_jpy', 'A1,"￥1,234"', 'A2,"5,000"'),
    look: mrr,
    right: { code: 0, accounts: { A1: '1234 JPY', A2: '5000 JPY' } },
    says: /JPY has no decimals/,
  }),
  ...(
    [
      ['unsubscribed', 'true', false],
      ['Unsubscribed from Emails', 'No', true],
      ['opt_out', '1', false],
      ['consent', 'Nein', false],
      ['marketing_consent', '1', true],
      ['email_marketing_status', 'unsubscribed', false],
      ['accepts_marketing', 'yes', true],
      ['do_not_contact', 'TRUE', false],
    ] as const
  ).map(([column, cell, consent]) =>
    fileTrial('B', {
      name: `${column} ${cell} says ${consent ? 'yes' : 'no'} to messages`,
      source: 'contact exports of newsletter tools and shops',
      input: `${column} = ${cell}`,
      file: {
        'accounts.csv': ACCOUNTS,
        'contacts.csv': table(`contact_id,account_id,email,${column}`, `1,A1,ada@a.example,${cell}`),
      },
      look: people,
      right: { code: 0, accounts: { A1: [[null, 'ada@a.example', consent]], A2: [] } },
    }),
  ),
  fileTrial('B', {
    name: 'a date that failed to be read as one is told of',
    source: 'spreadsheet with seasons only',
    input: 'renewal_date spring 2024',
    file: table('account_id,renewal_date', 'A1,spring 2024', 'A2,autumn 2024'),
    look: ({ renews }) => renews,
    right: { code: 0, accounts: { A1: null, A2: null } },
    says: /renewal_date: Its name speaks of a time, its cells hold no date/,
  }),
  fileTrial('B', {
    name: 'the last renewal is not the next, and a risk is no end',
    source: 'customer success spreadsheet',
    input: 'last_renewal_date, churn_risk_date',
    file: table('account_id,last_renewal_date,churn_risk_date', 'A1,2024-05-01,2024-06-01'),
    look: ({ renews, churned }) => [renews, churned],
    right: { code: 0, accounts: { A1: [null, null] } },
  }),
  fileTrial('B', {
    name: 'who has left without a date is no customer, and told of',
    source: 'churn data sets',
    input: 'churned Yes',
    file: table('account_id,name,churned', 'A1,Ada,Yes', 'A2,Bob,No'),
    look: ({ churned }) => churned,
    right: { code: 0, accounts: { A2: null } },
    says: /churned: rows that say that their customer or record is deleted or has left.*\(1 row: line 2 “Yes”\)/,
  }),
  ...(
    [
      ['microseconds', '1714550400000000', '2024-05-01T08:00:00Z'],
      ['seconds with a fraction', '1714550400.0', '2024-05-01T08:00:00Z'],
      ['the zone CET', '2024-05-01 10:00:00 CET', '2024-05-01T09:00:00Z'],
      ['a date of JavaScript', 'Thu Feb 01 2024 10:00:00 GMT+0100 (CET)', '2024-02-01T09:00:00Z'],
      ['a Japanese date', '2024年2月17日', '2024-02-17T00:00:00Z'],
      ['eight zeros', '00000000', null],
    ] as const
  ).map(([what, cell, right]) =>
    fileTrial('B', {
      name: `${what} in created_at`,
      source: 'exports of BigQuery, Python, JavaScript, Excel and SAP',
      input: `created_at ${cell}`,
      file: table('account_id,created_at', `A1,${cell}`, `A2,${right === null ? '20240217' : cell}`),
      look: ({ signedUp }) => signedUp,
      right: { code: 0, accounts: { A1: right, A2: right ?? '2024-02-17T00:00:00Z' } },
      ...(right === null && { says: /created_at: .*blank in 1 row/ }),
    }),
  ),
]

interface Happening extends Pick<Trial, 'name' | 'source' | 'input' | 'right' | 'says'> {
  files: Readonly<Record<string, string>>
  options?: readonly string[]
}

/** A trial of what happened to the first account: its moments, as its timeline tells them. */
const happening = ({ files, options, ...trial }: Happening): Trial => ({
  kind: 'B',
  ...trial,
  run: () =>
    imported({ files: { 'accounts.csv': ACCOUNTS, ...files }, ...(options && { options }) }, async found => {
      const account = (await found.client.account.list({ limit: 10 })).find(({ name }) => name === 'Ada')
      const { entries } = account ? await found.client.account.timeline({ id: account.id }) : { entries: [] }
      const told = entries.map(({ title, at }) => `${title} ${new Date(at).toISOString().slice(0, 16)}`).sort()
      return { got: { code: found.code, told }, said: wordsOf(found) }
    }),
})

const happenings: readonly Trial[] = [
  happening({
    name: 'how long a session took is not when it was',
    source: 'web analytics export',
    input: 'session_time 45123 beside started_at',
    files: { 'sessions.csv': table('account_id,session_time,started_at', 'A1,45123,2024-05-01T10:00:00Z') },
    right: { code: 0, told: ['Session 2024-05-01T10:00'] },
  }),
  happening({
    name: 'numbers of seconds date nothing',
    source: 'video platform export',
    input: 'watch_time 45123 and no date',
    files: { 'usage.csv': table('account_id,watch_time', 'A1,45123', 'A2,45200') },
    right: { code: 1, told: [] },
    says: /usage\.csv was not imported/,
  }),
  happening({
    name: 'a day and its time in two columns are one moment, and the time is no id',
    source: 'till and access logs',
    input: 'date 2024-05-01, time 10:30',
    files: {
      'visits.csv': table('account_id,date,time', 'A1,2024-05-01,10:30', 'A1,2024-05-02,10:30', 'A2,2024-05-01,10:31'),
    },
    right: { code: 0, told: ['Visit 2024-05-01T10:30', 'Visit 2024-05-02T10:30'] },
  }),
  happening({
    name: 'times without a day are no accounts and no events',
    source: 'shift log',
    input: 'events with a time of day only',
    files: { 'events.csv': table('account_id,event,time', 'A1,login,10:00', 'A2,login,11:00') },
    right: { code: 1, told: [] },
    says: /events\.csv was not imported/,
  }),
  happening({
    name: 'a ticket is over when it was solved',
    source: 'helpdesk export with Solved at',
    input: 'Status Solved, Created at, Solved at',
    files: {
      'tickets.csv': table(
        'Id,Account ID,Status,Created at,Solved at',
        '7,A1,Solved,2024-05-01 10:22,2024-05-03 11:00',
      ),
    },
    right: { code: 0, told: ['Ticket opened 2024-05-01T10:22', 'Ticket solved 2024-05-03T11:00'] },
  }),
  happening({
    name: 'an order that is paid is not over, and a promised delivery is no delivery',
    source: 'shop export with Paid at',
    input: 'paid_at, promised_delivery_at, status open',
    files: {
      'orders.csv': table(
        'order_id,account_id,status,created_at,paid_at,promised_delivery_at',
        'O1,A1,open,2024-05-01,2024-05-01,2024-05-09',
      ),
    },
    right: { code: 0, told: ['Order placed 2024-05-01T00:00'] },
  }),
  happening({
    name: 'the end of the paid period is not the end of the subscription',
    source: 'billing export with Current Period End',
    input: 'Status active, Current Period End',
    files: {
      'subscriptions.csv': table(
        'id,Account ID,Status,Created (UTC),Current Period End (UTC)',
        'sub_1,A1,active,2024-01-05 12:30,2024-06-05 12:30',
      ),
    },
    right: { code: 0, told: ['Subscription began 2024-01-05T12:30'] },
  }),
]

export const trials: readonly Trial[] = [...guesses, ...happenings]
