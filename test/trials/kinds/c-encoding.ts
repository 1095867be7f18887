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
]
