import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'

const HEADER = 'account_id,name,mrr_eur'

/** Files as other programs write their bytes. */
export const trials: readonly Trial[] = [
  fileTrial('C', {
    name: 'UTF-16 with a mark is read, as Excel’s “Unicode text” writes it',
    source: 'Excel, “Unicode Text (*.txt)”',
    input: 'UTF-16LE, tabs, ä and €',
    file: { 'accounts.txt': Buffer.from('\uFEFFaccount_id\tname\r\nA1\tMäx & Söhne €\r\n', 'utf16le') },
    look: ({ name }) => name,
    right: { code: 0, accounts: { A1: 'Mäx & Söhne €' } },
  }),
  fileTrial('C', {
    name: 'a mark before UTF-8 is no part of the first column’s name',
    source: 'Excel, “CSV UTF-8”',
    input: 'BOM before account_id',
    file: `\uFEFF${HEADER}\nA1,Ada Ltd,12.50\n`,
    look: ({ mrr }) => mrr,
    right: { code: 0, accounts: { A1: '1250 EUR' } },
  }),
  fileTrial('C', {
    name: 'Windows-1252 is read where it is certain',
    source: 'Excel, “CSV (semicolon delimited)” on a Western Windows',
    input: 'é, ö and € as single bytes',
    file: { 'accounts.csv': Buffer.from('account_id;name\r\nA1;Café Köln \x80\r\n', 'latin1') },
    look: ({ name }) => name,
    right: { code: 0, accounts: { A1: 'Café Köln €' } },
  }),
  fileTrial('C', {
    name: 'bytes of an encoding that is not certain are refused, with line and byte',
    source: 'Cyrillic export in Windows-1251',
    input: 'Привет as Windows-1251',
    file: {
      'accounts.csv': Buffer.concat([
        Buffer.from('account_id,name\nA1,Ada\nA2,'),
        Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x0a]),
      ]),
    },
    right: { code: 1, accounts: {} },
    says: /On line 3, byte 27 of the file \(0xCF\) is not UTF-8/,
  }),
  fileTrial('C', {
    name: 'an uncertain encoding is read as the person says',
    source: 'French export in Windows-1252',
    input: '“Crème à la façon” with --encoding windows-1252',
    file: { 'accounts.csv': Buffer.from('account_id,name\nA1,Crème à la façon\n', 'latin1') },
    options: ['--encoding', 'windows-1252'],
    look: ({ name }) => name,
    right: { code: 0, accounts: { A1: 'Crème à la façon' } },
  }),
]
