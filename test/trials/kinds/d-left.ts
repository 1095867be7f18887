import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'
import { imported, wordsOf } from '../imported.ts'

const table = (...rows: string[]) => `${rows.join('\n')}\n`
const ACCOUNTS = table('account_id,name', 'A1,Ada')

/** Who is still there after an import, and the date of leaving of each. */
const leftTrial = (name: string, rows: readonly string[], accounts: Record<string, unknown>, says?: RegExp): Trial =>
  fileTrial('D', {
    ...{ name, source: 'own: exports of billing systems and CRMs', input: rows.join(' / ') },
    file: table(...rows),
    look: ({ churned, people }) => [churned, people.length],
    right: { code: 0, accounts },
    ...(says && { says }),
  })

/** The history of one account after an import of one more file. */
const historyTrial = (name: string, file: string, rows: readonly string[], right: unknown, says?: RegExp): Trial => ({
  kind: 'D',
  ...{ name, source: 'own: helpdesks and shops', input: rows.join(' / '), right },
  ...(says && { says }),
  run: () =>
    imported({ files: { 'accounts.csv': ACCOUNTS, [file]: table(...rows) } }, async found => {
      const [account] = await found.client.account.list({ limit: 1 })
      const { entries } = await found.client.account.timeline({ id: account?.id ?? 0 })
      const got = entries.map(({ at, key, detail }) => `${detail ?? key} ${new Date(at).toISOString()}`).sort()
      return { got, said: wordsOf(found) }
    }),
})

/** Customers and records that are gone, and dates that contradict each other. */
export const trials: readonly Trial[] = [
  leftTrial(
    'a deleted customer is none, and neither is the person behind the address',
    ['account_id,name,email,is_deleted', 'A1,Ada,a@a.example,false', 'A2,Bob,b@b.example,true'],
    { A1: [null, 1] },
    /accounts: is_deleted: rows that say that their customer or record is deleted or has left.*\(1 row: line 3 “true”\)/,
  ),
  leftTrial(
    'the date of a deletion is the date on which a customer left',
    ['account_id,name,deleted_at', 'A1,Ada,', 'A2,Bob,2024-03-01'],
    { A1: [null, 0], A2: ['2024-03-01T00:00:00Z', 0] },
  ),
  leftTrial(
    'a customer whose status says churned is none any longer',
    ['account_id,name,status', 'A1,Ada,active', 'A2,Bob,Churned', 'A3,Cy,CANCELLED', 'A4,Di,paused'],
    { A1: [null, 0], A4: [null, 0] },
    /accounts: status: rows that say.*\(2 rows: line 3 “Churned”, line 4 “CANCELLED”\)/,
  ),
  leftTrial(
    'a state of the United States is no state of a customer',
    ['account_id,name,state', 'A1,Ada,CA', 'A2,Bob,NY'],
    { A1: [null, 0], A2: [null, 0] },
  ),
  leftTrial(
    'a flag that may be a forecast leaves customers where they are, and says so',
    ['account_id,name,churn_flag', 'A1,Ada,0', 'A2,Bob,1'],
    { A1: [null, 0], A2: [null, 0] },
    /churn_flag: may say who has left/,
  ),
  leftTrial(
    'a customer who is inactive may come back, which is said',
    ['account_id,name,status', 'A1,Ada,active', 'A2,Bob,Inactive'],
    { A1: [null, 0], A2: [null, 0] },
    /status: may say who has left/,
  ),
  leftTrial(
    'a flag of being active says nothing for certain, which is said',
    ['account_id,name,is_active', 'A1,Ada,true', 'A2,Bob,false'],
    { A1: [null, 0], A2: [null, 0] },
    /is_active: may say who has left/,
  ),
  historyTrial(
    'states of tickets are known in further languages',
    'tickets.csv',
    [
      'ticket_id,account_id,status,created_at',
      'T1,A1,Закрыт,2024-01-01',
      'T2,A1,Chiuso,2024-01-02',
      'T3,A1,In Bearbeitung,2024-01-03',
    ],
    [
      ...['T1 2024-01-01T00:00:00.000Z', 'T1 2024-01-01T00:00:00.000Z', 'T2 2024-01-02T00:00:00.000Z'],
      ...['T2 2024-01-02T00:00:00.000Z', 'T3 2024-01-03T00:00:00.000Z'],
    ],
  ),
  historyTrial(
    'a deleted ticket is none',
    'tickets.csv',
    ['ticket_id,account_id,status,created_at,deleted_at', 'T1,A1,open,2024-01-10,2024-01-11', 'T2,A1,open,2024-01-12,'],
    ['T2 2024-01-12T00:00:00.000Z'],
    /deleted_at: rows that say/,
  ),
  historyTrial(
    'a ticket that was closed before it was opened is kept, and said',
    'tickets.csv',
    ['ticket_id,account_id,status,created_at,closed_at', 'T1,A1,closed,2024-03-01,2024-02-01'],
    ['T1 2024-02-01T00:00:00.000Z', 'T1 2024-03-01T00:00:00.000Z'],
    /closed_at: ends that lie before their beginnings/,
  ),
  historyTrial(
    'a ticket that was closed on the day on which it was opened is no contradiction',
    'tickets.csv',
    ['ticket_id,account_id,status,created_at,closed_at', 'T1,A1,closed,2024-03-01T10:00:00Z,2024-03-01'],
    ['T1 2024-03-01T00:00:00.000Z', 'T1 2024-03-01T10:00:00.000Z'],
  ),
  historyTrial(
    'a state of a ticket that nobody knows is said',
    'tickets.csv',
    ['ticket_id,account_id,status,created_at', 'T1,A1,Parked,2024-03-01', 'T2,A1,open,2024-03-02'],
    ['T1 2024-03-01T00:00:00.000Z', 'T2 2024-03-02T00:00:00.000Z'],
    /status: states that are known neither as open nor as closed.*Parked/,
  ),
  historyTrial(
    'the day on which an invoice was issued is its beginning',
    'invoices.csv',
    ['invoice_id,account_id,issued_at,status', 'I1,A1,2024-03-01,open'],
    ['I1 2024-03-01T00:00:00.000Z'],
  ),
]
