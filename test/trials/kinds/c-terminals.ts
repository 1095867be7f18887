import { fileTrial, type Seen } from '../accounts.ts'
import type { Trial } from '../case.ts'

const table = (...rows: string[]) => `${rows.join('\n')}\n`
const mrr = ({ mrr }: Seen) => mrr
const named = ({ name, mrr }: Seen) => [name, mrr]

/** Tables that were made for eyes, and files whose names say otherwise than their content. */
export const trials: readonly Trial[] = [
  fileTrial('C', {
    name: 'a line that is drawn below the header is no account',
    source: 'psql, mysql and Markdown tables that were pasted into a file',
    input: '|---|---|---|',
    file: table('| account_id | name | mrr_eur |', '|---|:---|---:|', '| A1 | Ada | 10 |', '| A2 | Bob | 20 |'),
    look: named,
    right: { code: 0, accounts: { A1: ['Ada', '1000 EUR'], A2: ['Bob', '2000 EUR'] } },
  }),
  fileTrial('C', {
    name: 'a table of psql is read, and its count of rows is quarantined',
    source: 'psql without \\copy',
    input: '------------+------+--------- and (2 rows)',
    file: ' account_id | name | mrr_eur \n------------+------+---------\n A1         | Ada  | 10\n A2         | Bob  | 20\n(2 rows)\n',
    look: named,
    right: { code: 0, accounts: { A1: ['Ada', '1000 EUR'], A2: ['Bob', '2000 EUR'] } },
    says: /whole rows: partly read \(1 row not\): line 5 “\(2 rows\)”/,
  }),
  fileTrial('C', {
    name: 'JSON is JSON under any name',
    source: 'downloads that a browser renamed',
    input: 'accounts.csv that begins with [{"',
    file: { 'accounts.csv': '[{"account_id":"A1","mrr_eur":10},\n {"account_id":"A2","mrr_eur":20}]' },
    look: mrr,
    right: { code: 0, accounts: { A1: '1000 EUR', A2: '2000 EUR' } },
  }),
  fileTrial('C', {
    name: 'a record that is longer than any is told from one without an end',
    source: 'own: a log with a picture in a cell',
    input: 'a cell of 1.2 million characters',
    file: table('account_id,name,notes', `A1,Ada,${'x'.repeat(1_200_000)}`, 'A2,Bob,short'),
    right: { code: 1, accounts: {} },
    says: /longer than the 1,048,576 characters allowed, or its end of line is missing/,
  }),
]
