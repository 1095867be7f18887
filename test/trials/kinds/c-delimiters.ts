import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'

const divided = (by: string, what: string, source: string): Trial =>
  fileTrial('C', {
    name: `${what} divides cells`,
    source,
    input: `account_id${what}name${what}plan`,
    file: [
      ['account_id', 'name', 'plan'],
      ['A1', 'Ada, Inc', 'pro'],
      ['A2', 'Bob; Sons', 'free'],
    ]
      .map(cells => `${cells.join(by)}\n`)
      .join(''),
    look: ({ name, plan }) => [name, plan],
    right: { code: 0, accounts: { A1: ['Ada, Inc', 'pro'], A2: ['Bob; Sons', 'free'] } },
  })

/** What divides cells, and rows below the header that are no records. */
export const trials: readonly Trial[] = [
  divided('^', 'a caret', 'exports of a mainframe'),
  divided('~', 'a tilde', 'exports of a mainframe'),
  divided('\u0001', 'the sign 1 of ASCII', 'Hive: ROW FORMAT DELIMITED'),
  divided('\u001f', 'the unit separator of ASCII', 'ASCII'),
  fileTrial('C', {
    name: 'rows of a survey tool that describe the columns become no accounts, which is said',
    source: 'Qualtrics: CSV with question texts and import ids',
    input: 'three rows of headings',
    file: [
      'account_id,name,Q1\n',
      'Account,Name,"How do you like us?"\n',
      '"{""ImportId"":""account_id""}","{""ImportId"":""name""}","{""ImportId"":""QID1""}"\n',
      'A1,Ada,5\nA2,Bob,6\n',
    ].join(''),
    look: ({ properties }) => properties.q1,
    right: { code: 0, accounts: { A1: 5, A2: 6 } },
    says: /2 rows not\): line 2 “Account,Name/,
  }),
  fileTrial('C', {
    name: 'a second row of headings in other spelling becomes no account, which is said',
    source: 'exports of a CRM: names of fields, then their labels',
    input: 'account_id,name,seats above Account ID,Name,Seats',
    file: 'account_id,name,seats\nAccount ID,Name,Seats\nA1,Ada,5\nA2,Bob,6\n',
    look: ({ properties }) => properties.seats,
    right: { code: 0, accounts: { A1: 5, A2: 6 } },
    says: /line 2 “Account ID,Name,Seats”/,
  }),
  fileTrial('C', {
    name: 'quotes behind backslashes are quotes where the file cannot be read otherwise, which is said',
    source: 'MySQL: SELECT … INTO OUTFILE with ENCLOSED BY, and Spark',
    input: String.raw`"Ada \"Q\" Ltd","a \", b","C:\\dir\\"`,
    file: String.raw`"account_id","name","note","path"
"A1","Ada \"Q\" Ltd","a \", b","C:\\dir\\"
"A2","Bob","two
lines",""
"A3","Cy","",""
"A3","Cy \"x\"","",""
`,
    look: ({ name, properties: { note, path } }) => [name, note ?? null, path ?? null],
    right: {
      code: 0,
      accounts: {
        A1: ['Ada "Q" Ltd', 'a ", b', 'C:\\dir\\'],
        A2: ['Bob', 'two\nlines', null],
        A3: ['Cy', null, null],
      },
    },
    says: /name: this file writes a quote within a cell behind a backslash/,
  }),
  fileTrial('C', {
    name: 'a backslash at the end of a quoted cell stays one where quotes are written twice',
    source: 'RFC 4180',
    input: String.raw`"C:\dir\","say ""hi"""`,
    file: String.raw`"account_id","name","path"
"A1","say ""hi""","C:\dir\"
"A2","Bob","D:\"
`,
    look: ({ name, properties: { path } }) => [name, path],
    right: { code: 0, accounts: { A1: ['say "hi"', 'C:\\dir\\'], A2: ['Bob', 'D:\\'] } },
  }),
  fileTrial('C', {
    name: 'a file whose quotes close in neither way is refused with its line',
    source: 'own',
    input: String.raw`"Ada \"Q\" Ltd" and "Bob" x`,
    file: String.raw`"account_id","name"
"A1","Ada \"Q\" Ltd"
"A2","Bob" x
`,
    right: { code: 1, accounts: {} },
    says: /At line 2, column “name”: There is text after the closing quote/,
  }),
  fileTrial('C', {
    name: 'a row that names the types of the columns becomes no account, which is said',
    source: 'exports of a data catalogue',
    input: 'string,string,int below the names',
    file: 'account_id,name,seats\nstring,string,int\nA1,Ada,5\nA2,Bob,6\n',
    look: ({ properties }) => properties.seats,
    right: { code: 0, accounts: { A1: 5, A2: 6 } },
    says: /line 2 “string,string,int”/,
  }),
  fileTrial('C', {
    name: 'the header line of a file that was put behind another is no account, whatever mark it begins with',
    source: 'cat of two files with byte order marks',
    input: 'U+FEFF before a header in the middle',
    file: '\ufeffaccount_id,name\nA1,Ada\n\ufeffaccount_id,name\nA2,Bob\n',
    look: ({ name }) => name,
    right: { code: 0, accounts: { A1: 'Ada', A2: 'Bob' } },
    says: /whole rows: partly read \(1 row not\): line 3/,
  }),
  fileTrial('D', {
    name: 'a contract until infinity has no end, and its account is kept',
    source: 'PostgreSQL: COPY of a timestamptz that is infinity',
    input: 'renewal_date infinity, signed_up_at -infinity',
    file: [
      'account_id,name,signed_up_at,renewal_date\n',
      'A1,Ada,-infinity,infinity\nA2,Bob,2024-01-01,2025-01-01\nA3,Cy,2024-02-01,2025-02-01\n',
    ].join(''),
    look: ({ signedUp, renews }) => [signedUp, renews],
    right: {
      code: 0,
      accounts: {
        A1: [null, null],
        A2: ['2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z'],
        A3: ['2024-02-01T00:00:00Z', '2025-02-01T00:00:00Z'],
      },
    },
    says: /renewal_date: read as date, yyyy-mm-dd; blank in 1 row \(line 2 “infinity”\)/,
  }),
  fileTrial('C', {
    name: 'half a letter in a text of JSON is said to be broken',
    source: 'RFC 8259, 8.2: unpaired surrogates',
    input: String.raw`"x\ud800y"`,
    file: {
      'accounts.jsonl':
        '{"account_id":"A1","name":"Ada","note":"x\\ud800y"}\n{"account_id":"A2","name":"Bob","note":"😀"}\n',
    },
    look: ({ name }) => name,
    right: { code: 0, accounts: { A1: 'Ada', A2: 'Bob' } },
    says: /note: letters that an earlier program broke.*1 row/,
  }),
  fileTrial('C', {
    name: 'an account that is called like a column is an account',
    source: 'own',
    input: 'a company of the name “Plan”',
    file: 'account_id,name,plan\nA1,Plan,pro\nA2,Bob,free\n',
    look: ({ name }) => name,
    right: { code: 0, accounts: { A1: 'Plan', A2: 'Bob' } },
  }),
  fileTrial('B', {
    name: 'days between number signs are days',
    source: 'Access: export of a query',
    input: '#2024-01-31# and #2024-02-01 10:30:00#',
    file: 'account_id,name,signed_up_at\nA1,Ada,#2024-01-31#\nA2,Bob,#2024-02-01 10:30:00#\n',
    look: ({ signedUp }) => signedUp,
    right: { code: 0, accounts: { A1: '2024-01-31T00:00:00Z', A2: '2024-02-01T10:30:00Z' } },
  }),
  fileTrial('F', {
    name: 'the name of a contact names the person, not the account',
    source: 'own: a list of a sales team',
    input: 'account_id,email,contact_name',
    file: 'account_id,email,contact_name\nA1,a@x.example,Ada Lovelace\nA2,b@y.example,Bob Ross\n',
    look: ({ name, people }) => [name, ...people.map(([name]) => name)],
    right: { code: 0, accounts: { A1: ['A1', 'Ada Lovelace'], A2: ['A2', 'Bob Ross'] } },
  }),
]
