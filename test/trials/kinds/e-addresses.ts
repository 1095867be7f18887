import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'

const table = (...rows: string[]) => `${rows.join('\n')}\n`

/** One rule for what an address is, wherever it stands. */
export const trials: readonly Trial[] = [
  fileTrial('E', {
    name: 'an address that cannot be read is set aside, and its account is kept',
    source: 'customer lists that were typed by hand',
    input: '“ask Bob”, two addresses in one cell',
    file: table('account_id,name,email', 'A1,Ada,ask Bob', 'A2,Bob,a@b.example; c@d.example', 'A3,Cid,c@c.example'),
    look: ({ name, people }) => [name, people[0]?.[1]],
    right: { code: 0, accounts: { A1: ['Ada', null], A2: ['Bob', null], A3: ['Cid', 'c@c.example'] } },
    says: /email: partly read \(2 rows not\): line 2 “ask Bob”.*kept without these values/,
  }),
  fileTrial('E', {
    name: 'an address with a name or a scheme around it is the address',
    source: 'exports of mail programs',
    input: 'Ada <ada@a.example>, mailto:bob@b.example',
    file: table('account_id,email', 'A1,Ada <ada@a.example>', 'A2,mailto:bob@b.example'),
    look: ({ people }) => people[0]?.[1],
    right: { code: 0, accounts: { A1: 'ada@a.example', A2: 'bob@b.example' } },
  }),
  fileTrial('E', {
    name: 'a contact with an unreadable address is kept without it',
    source: 'contact lists with “unknown”',
    input: 'email = unknown',
    file: {
      'accounts.csv': table('account_id,name', 'A1,Ada'),
      'contacts.csv': table('contact_id,account_id,name,email', '1,A1,Ada Lovelace,unknown'),
    },
    look: ({ people }) => people,
    right: { code: 0, accounts: { A1: [['Ada Lovelace', null, null]] } },
    says: /email: not read: line 2 “unknown”/,
  }),
  fileTrial('E', {
    name: 'first and last name are one person',
    source: 'Shopify customers',
    input: 'First Name,Last Name,Email',
    file: {
      'customers.csv': table(
        'Customer ID,First Name,Last Name,Email',
        '1,Ada,Lovelace,ada@a.example',
        '2,,Box,bob@b.example',
      ),
    },
    look: ({ name, people }) => [name, people[0]?.[0]],
    right: { code: 0, accounts: { '1': ['Ada Lovelace', 'Ada Lovelace'], '2': ['Box', 'Box'] } },
  }),
]
