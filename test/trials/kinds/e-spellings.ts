import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'
import { imported, wordsOf } from '../imported.ts'

const table = (...rows: string[]) => `${rows.join('\n')}\n`

const countries: Trial = {
  kind: 'E',
  name: 'a country is one, in whichever way it is written',
  source: 'own: CRMs, shops and spreadsheets of one company',
  input: 'DE | DEU | Germany | deutschland | Allemagne | U.K. | Atlantis',
  right: ['DE', 'DE', 'DE', 'DE', 'DE', 'GB', 'Atlantis'],
  says: /country: countries that are none of ISO 3166: kept as they are \(1 row: line 8 “Atlantis”\)/,
  run: () =>
    imported(
      {
        files: {
          'accounts.csv': table(
            'account_id,name,country',
            ...['DE', 'DEU', 'Germany', 'deutschland', 'Allemagne', 'U.K.', 'Atlantis'].map(
              (one, n) => `A${n},N,${one}`,
            ),
          ),
        },
      },
      async found => {
        const listed = await found.client.account.list({ limit: 20 })
        const full = await Promise.all(listed.map(({ id }) => found.client.account.get({ id })))
        full.sort((a, b) => (a.externalId < b.externalId ? -1 : 1))
        return { got: full.map(({ country }) => country), said: wordsOf(found) }
      },
    ),
}

/** One id or name under signs that nobody sees. */
const joined = (name: string, input: string, own: string, foreign: string): Trial =>
  fileTrial('E', {
    ...{ name, source: 'own: ids copied out of mails, chats and word processors', input },
    file: {
      'accounts.csv': table('account_id,name', `${own},Ada`),
      'contacts.csv': table('contact_id,account_id,name,email', `C1,${foreign},“Bob”,b@b.example`),
    },
    look: ({ people }) => people.map(([person]) => person),
    right: { code: 0, accounts: { A1: ['Bob'] } },
  })

export const trials: readonly Trial[] = [
  countries,
  joined('marks of direction are no part of an id', 'A1 and U+202A A1 U+202C', 'A1', '\u202aA1\u202c'),
  joined('isolates of direction are no part of an id', 'U+2066 A1 U+2069 and A1', '\u2066A1\u2069', 'A1'),
  joined('curly quotes around an id are no part of it', '“A1” and A1', '“A1”', 'A1'),
  joined('an Arabic mark is no part of an id', 'A1 and U+061C A1', 'A1', '\u061cA1'),
  fileTrial('E', {
    name: 'a letter and its accent are one sign in an id, composed or not',
    source: 'own: macOS writes file names decomposed',
    input: 'Müller-1 in NFC and NFD',
    file: {
      'accounts.csv': table('account_id,name', 'M\u00fcller-1,Ada'),
      'contacts.csv': table('contact_id,account_id,email', 'C1,Mu\u0308ller-1,b@b.example'),
    },
    look: ({ people }) => people.length,
    right: { code: 0, accounts: { 'M\u00fcller-1': 1 } },
  }),
  fileTrial('E', {
    name: 'a name keeps its apostrophe and the joiners of its script',
    source: 'own: Irish and Persian names',
    input: 'O’Neil | می\u200cخواهم',
    file: table('account_id,name', 'A1,O’Neil', 'A2,می\u200cخواهم'),
    look: ({ name }) => name,
    right: { code: 0, accounts: { A1: 'O’Neil', A2: 'می\u200cخواهم' } },
  }),
]
