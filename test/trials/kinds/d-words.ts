import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'

const table = (...rows: string[]) => `${rows.join('\n')}\n`
const consents = ({ people }: { people: readonly (readonly unknown[])[] }) => people.map(([, , consent]) => consent)

/** States and answers in words where a flag is usual. */
export const trials: readonly Trial[] = [
  fileTrial('D', {
    name: 'a column that is called like a flag and holds words says who has left',
    source: 'own: spreadsheets of account managers',
    input: 'churned = active | churned | cancelled',
    file: table('account_id,name,churned', 'A1,Ada,active', 'A2,Bob,churned', 'A3,Cy,cancelled'),
    right: { code: 0, accounts: { A1: true } },
    says: /churned: rows that say that their customer or record is deleted or has left/,
  }),
  fileTrial('D', {
    name: 'words of leaving that nobody reads are said',
    source: 'own',
    input: 'churned = maybe | soon',
    file: table('account_id,name,churned', 'A1,Ada,maybe', 'A2,Bob,soon'),
    look: ({ properties }) => properties.churned,
    right: { code: 0, accounts: { A1: 'maybe', A2: 'soon' } },
    says: /churned: may say who has left, and not when, so these accounts still count as customers/,
  }),
  fileTrial('D', {
    name: 'short words and digits beside yes and no are refusals too',
    source: 'own: a list that several people kept',
    input: 'opted_out = no | yes | N | 1 | Y',
    file: {
      'accounts.csv': table('account_id,name', 'A1,Ada'),
      'contacts.csv': table(
        'contact_id,account_id,name,email,opted_out',
        ...['no', 'yes', 'N', '1', 'Y'].map((word, n) => `${n},A1,P${n},p${n}@a.example,${word}`),
      ),
    },
    look: consents,
    right: { code: 0, accounts: { A1: [true, false, true, false, false] } },
  }),
]
