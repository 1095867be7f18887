import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'
import { imported, wordsOf } from '../imported.ts'

const table = (...rows: string[]) => `${rows.join('\n')}\n`
const ACCOUNTS = table('account_id,name', 'A1,Ada')

interface Consent {
  name: string
  column: string
  cells: readonly string[]
  right: readonly (boolean | null)[]
}

const consentTrial = ({ name, column, cells, right }: Consent): Trial =>
  fileTrial('B', {
    ...{ name, source: 'exports of newsletter tools and CRMs', input: `${column}: ${cells.join(' | ')}` },
    file: {
      'accounts.csv': ACCOUNTS,
      'contacts.csv': table(
        `contact_id,account_id,email,${column}`,
        ...cells.map((cell, n) => `C${n},A1,c${n}@a.example,${cell}`),
      ),
    },
    look: ({ people }) => people.map(([, , consent]) => consent),
    right: { code: 0, accounts: { A1: right } },
  })

/** The moments of one account's history, by the number of the thing. */
const endsTrial = (name: string, file: string, rows: readonly string[], right: readonly string[]): Trial => ({
  kind: 'D',
  ...{ name, source: 'own: exports of shops and helpdesks', input: rows.join(' / '), right },
  run: () =>
    imported({ files: { 'accounts.csv': ACCOUNTS, [file]: table(...rows) } }, async found => {
      const [account] = await found.client.account.list({ limit: 1 })
      const { entries } = await found.client.account.timeline({ id: account?.id ?? 0 })
      const ends = entries.filter(({ key }) => key.endsWith('-closed'))
      const got = ends.map(({ at, detail }) => `${detail} ${new Date(at).toISOString().slice(0, 10)}`).sort()
      return { got, said: wordsOf(found) }
    }),
})

/** What says yes or no, over or not, without the word that was looked for first. */
export const trials: readonly Trial[] = [
  consentTrial({
    name: 'a date of unsubscribing is a no, and none says nothing',
    column: 'unsubscribed_at',
    cells: ['2024-01-01', '', '0000-00-00'],
    right: [false, null, null],
  }),
  consentTrial({
    name: 'a date of unsubscribing outweighs an earlier yes',
    column: 'opt_in,unsubscribed_at',
    cells: ['yes,2024-01-01', 'yes,', 'no,'],
    right: [false, true, false],
  }),
  consentTrial({
    name: 'a status of a newsletter is about consent',
    column: 'status',
    cells: ['unsubscribed', 'Subscribed', 'cleaned'],
    right: [false, true, false],
  }),
  consentTrial({
    name: 'consent that is not known yet is neither yes nor no',
    column: 'marketing_consent',
    cells: ['granted', 'denied', 'unknown'],
    right: [true, false, null],
  }),
  endsTrial(
    'a ticket whose only word is is_closed is over where that says yes',
    'tickets.csv',
    ['ticket_id,account_id,is_closed,created_at', 'T1,A1,Yes,2024-01-10', 'T2,A1,No,2024-01-10'],
    ['T1 2024-01-10'],
  ),
  endsTrial(
    'an order is over when it was delivered or cancelled, whichever it was',
    'orders.csv',
    [
      'order_id,account_id,ordered_at,cancelled_at,delivered_at',
      'O1,A1,2024-01-10,2024-01-11,',
      'O2,A1,2024-01-10,,',
      'O3,A1,2024-01-10,,2024-01-15',
    ],
    ['O1 2024-01-11', 'O3 2024-01-15'],
  ),
]
