import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'

const ROWS = 'A1,Ada Ltd,12.50\nA2,Bob Ltd,10.00\n'
const HEADER = 'account_id,name,mrr_eur\n'
const BOTH = { A1: ['Ada Ltd', '1250 EUR'], A2: ['Bob Ltd', '1000 EUR'] }
const look = ({ name, mrr }: { name: string; mrr: string | null }) => [name, mrr]
const read = { look, right: { code: 0, accounts: BOTH } }

/** What stands around the rows: separators, titles, surplus cells, quotes; and files that bring nothing. */
export const trials: readonly Trial[] = [
  fileTrial('C', {
    name: 'a first line sep=; names the separator and is no row',
    source: 'Excel’s own first line',
    input: 'sep=;',
    file: `sep=;\r\n${HEADER.replaceAll(',', ';')}A1;Ada Ltd;12,50\r\nA2;Bob Ltd;10,00\r\n`,
    ...read,
  }),
  fileTrial('C', {
    name: 'three title lines above the header are no accounts',
    source: 'report builder of a CRM',
    input: '“Accounts report”, “Generated 2024-12-31”, an empty line, then the header',
    file: `Accounts report\nGenerated 2024-12-31\n\n${HEADER}${ROWS}`,
    ...read,
  }),
  fileTrial('C', {
    name: 'title lines with cells of their own are no accounts',
    source: 'report builder of a CRM',
    input: '“Generated,2024-12-31” and separators to the full width',
    file: `Accounts report,,\nGenerated,2024-12-31,\n,,\n${HEADER}${ROWS}`,
    ...read,
  }),
  fileTrial('C', {
    name: 'a header line that a person names is read, whatever stands above',
    source: 'report builder of a CRM',
    input: '--header 3',
    file: `name,of,report\nsome,other,words\n${HEADER}${ROWS}`,
    options: ['--header', '3'],
    ...read,
  }),
  fileTrial('C', {
    name: 'a separator at the end of every row is no misfit',
    source: 'export of an ERP system',
    input: 'A1,Ada Ltd,12.50,',
    file: `${HEADER}A1,Ada Ltd,12.50,\nA2,Bob Ltd,10.00,\n`,
    ...read,
  }),
  fileTrial('C', {
    name: 'separators at the end of the header alone name no column',
    source: 'export of an ERP system',
    input: 'account_id,name,mrr_eur,,',
    file: `account_id,name,mrr_eur,,\n${ROWS}`,
    ...read,
  }),
  fileTrial('C', {
    name: 'a quote inside an unquoted cell is a character',
    source: 'inventory export with inches',
    input: 'TSV with 27" monitor',
    file: { 'accounts.tsv': 'account_id\tname\nA1\t27" monitor\nA2\tplain\n' },
    look: ({ name }) => name,
    right: { code: 0, accounts: { A1: '27" monitor', A2: 'plain' } },
  }),
  fileTrial('C', {
    name: 'a header that is repeated further down is no account',
    source: 'monthly exports put together with cat',
    input: 'header, row, header, row',
    file: `${HEADER}A1,Ada Ltd,12.50\n${HEADER}A2,Bob Ltd,10.00\n`,
    ...read,
    says: /whole rows: partly read \(1 row not\): line 3/,
  }),
  fileTrial('C', {
    name: 'a file without a header is refused rather than read by its first account',
    source: 'database dump without column names',
    input: 'first line A1,Ada Ltd,12.50',
    file: ROWS,
    right: { code: 1, accounts: {} },
    says: /On line 1 “12\.50” is a value, where the name of a column is due/,
  }),
  fileTrial('C', {
    name: 'a total below the rows is quarantined and said',
    source: 'report builder of a CRM',
    input: '“Total: 2 accounts” at the end',
    file: `${HEADER}${ROWS}Total: 2 accounts\n`,
    ...read,
    says: /line 4 “Total: 2 accounts”/,
  }),
  fileTrial('C', {
    name: 'a file of a header alone is an error',
    source: 'scheduled export that found nothing',
    input: 'header, no row',
    file: HEADER,
    right: { code: 1, accounts: {} },
    says: /Nothing was imported/,
  }),
  fileTrial('C', {
    name: 'rows that are all quarantined are an error',
    source: 'scheduled export with a broken join',
    input: 'tickets of accounts that nobody knows',
    file: { 'tickets.csv': 'ticket_id,account_id,opened_at\nT1,A404,2024-03-01\nT2,A405,2024-03-02\n' },
    right: { code: 1, accounts: {} },
    says: /tickets: every row is quarantined/,
  }),
]
