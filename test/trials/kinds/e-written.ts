import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'

const table = (...rows: string[]) => `${rows.join('\n')}\n`

/** One address, one country, one word, in the spellings of exports. */
export const trials: readonly Trial[] = [
  fileTrial('E', {
    name: 'what is around an address is no part of it, and what no server takes is no address',
    source: 'own: lists that were pasted together',
    input: '“a@a.example;”, an apostrophe around, a sign that nobody sees, two dots, two addresses',
    file: table(
      'account_id,email',
      ...['A1,a@a.example;', "A2,'b@b.example'", 'A3,c@\u200bc.example', 'A4,d@d..example'],
      'A5,e@e.example; f@f.example',
    ),
    look: ({ people }) => people.map(([, email]) => email),
    right: {
      code: 0,
      accounts: { A1: ['a@a.example'], A2: ['b@b.example'], A3: ['c@c.example'], A4: [null], A5: [null] },
    },
    says: /email: partly read \(2 rows not\): line 5 “d@d\.\.example”/,
  }),
  fileTrial('E', {
    name: 'a letter with its accent apart is the same word in a plan and in a property',
    source: 'files of macOS',
    input: 'plan Café, composed and not',
    file: table('account_id,plan,tier_name', 'A1,Cafe\u0301,e\u0301', 'A2,Caf\u00e9,\u00e9'),
    look: ({ plan, properties }) => [plan, properties.tier_name],
    right: { code: 0, accounts: { A1: ['Caf\u00e9', '\u00e9'], A2: ['Caf\u00e9', '\u00e9'] } },
  }),
  fileTrial('E', {
    name: 'companies of HubSpot have the day they were made and their country',
    source: 'HubSpot’s export of companies',
    input: 'Record ID,Company name,Create Date,Country/Region',
    file: {
      'hubspot-companies.csv': table(
        'Record ID,Company name,Create Date,Country/Region',
        '9001,Acme,2024-01-05 10:30,Germany (DE)',
        '9002,Beta,2024-02-05 10:30,アメリカ',
      ),
    },
    look: ({ name, signedUp }) => [name, signedUp],
    right: { code: 0, accounts: { 9001: ['Acme', '2024-01-05T10:30:00Z'], 9002: ['Beta', '2024-02-05T10:30:00Z'] } },
    says: /Create Date: times without an offset: read as UTC/,
  }),
]
