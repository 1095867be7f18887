import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'
import { imported, wordsOf } from '../imported.ts'

const table = (...rows: string[]) => `${rows.join('\n')}\n`
const consent = ({ people }: { people: readonly (readonly unknown[])[] }) => people.map(([, , agreed]) => agreed)

interface Refusal {
  name: string
  source: string
  header: string
  rows: readonly [string, string]
  right: readonly [boolean | null, boolean | null]
  says?: RegExp
}

const refusal = ({ name, source, header, rows, right: [one, two], says }: Refusal): Trial =>
  fileTrial('D', {
    ...{ name, source, input: `${header}: ${rows.join(' | ')}` },
    file: table(`account_id,email,${header}`, `A1,a@a.example,${rows[0]}`, `A2,b@b.example,${rows[1]}`),
    look: consent,
    right: { code: 0, accounts: { A1: [one], A2: [two] } },
    ...(says && { says }),
  })

/** Refusals in other words, and flags that say that a thing is open. */
export const trials: readonly Trial[] = [
  refusal({
    ...{ name: 'no in the words of a spreadsheet is a refusal', source: 'Excel in Swedish', header: 'newsletter' },
    ...{ rows: ['SANT', 'FALSKT'], right: [true, false] },
  }),
  refusal({
    ...{ name: 'a date of unsubscribing is a refusal by any name', source: 'Mailchimp’s unsubscribed contacts' },
    ...{ header: 'UNSUB_TIME', rows: ['2024-05-01 10:00:00', '2024-06-01 10:00:00'], right: [false, false] },
  }),
  refusal({
    ...{ name: 'who is on a list of blocked people has refused', source: 'Brevo', header: 'BLOCKLISTED' },
    ...{ rows: ['TRUE', 'FALSE'], right: [false, true] },
  }),
  refusal({
    ...{ name: 'an unsubscription in German is a refusal', source: 'own', header: 'Abgemeldet' },
    ...{ rows: ['ja', 'nein'], right: [false, true] },
  }),
  refusal({
    ...{ name: 'words of consent that nobody can read are told of', source: 'own', header: 'newsletter' },
    ...{ rows: ['A', 'B'], right: [null, null], says: /newsletter: its name speaks of consent, and nothing is read/ },
  }),
  {
    ...{ kind: 'D', name: 'what is no longer open is closed, where a flag is the only word about it' },
    ...{ source: 'own: exports of helpdesks and billing', input: 'is_open true | false; is_active yes | no' },
    right: { S1: 'active', S2: 'ended', T1: 'open', T2: 'closed' },
    run: () =>
      imported(
        {
          files: {
            'accounts.csv': table('account_id,name', 'A1,Ada'),
            'tickets.csv': table(
              'ticket_id,account_id,created_at,is_open',
              'T1,A1,2024-01-02T00:00:00Z,true',
              'T2,A1,2024-01-02T00:00:00Z,false',
            ),
            'subscriptions.csv': table(
              'subscription_id,account_id,start_date,is_active',
              'S1,A1,2024-01-02,yes',
              'S2,A1,2024-01-02,no',
            ),
          },
        },
        async found => {
          const [account] = await found.client.account.list({ limit: 1 })
          const { records } = await found.client.account.page({ id: account?.id ?? 0 })
          const told = records.toSorted((a, b) => (a.externalId < b.externalId ? -1 : 1))
          return {
            got: Object.fromEntries(told.map(({ externalId, state }) => [externalId, state])),
            said: wordsOf(found),
          }
        },
      ),
  },
]
