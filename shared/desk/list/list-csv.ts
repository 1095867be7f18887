import type { QueueRow } from '../../model/queue.ts'
import { csvCell } from '../../text/csv-cell.ts'
import { CATEGORY_WORDS } from './category-words.ts'

/** What a line of the file is made of. */
type CsvRow = Pick<
  QueueRow,
  | 'accountName'
  | 'plan'
  | 'category'
  | 'title'
  | 'detail'
  | 'state'
  | 'dueAt'
  | 'openedAt'
  | 'risk'
  | 'priority'
  | 'claimedBy'
>

const date = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

/** The columns of the file, in order. Times are in UTC, so that a spreadsheet sorts them. */
const COLUMNS: readonly { name: string; of: (row: CsvRow) => string | number | null }[] = [
  { name: 'account', of: row => row.accountName },
  { name: 'plan', of: row => row.plan },
  { name: 'category', of: row => CATEGORY_WORDS[row.category] },
  { name: 'issue', of: row => row.title },
  { name: 'detail', of: row => row.detail },
  { name: 'state', of: row => row.state },
  { name: 'due', of: row => date(row.dueAt) },
  { name: 'opened', of: row => date(row.openedAt) },
  { name: 'risk', of: row => Number(row.risk.toFixed(4)) },
  { name: 'priority', of: row => Number(row.priority.toFixed(2)) },
  { name: 'claimed by', of: row => row.claimedBy },
]

/** Rows of the queue as a file for a spreadsheet, which carries out nothing that a customer wrote. */
export function listCsv(rows: readonly CsvRow[]): string {
  const lines = rows.map(row => COLUMNS.map(({ of }) => csvCell(of(row))))
  // The mark at the beginning tells spreadsheets that the file is UTF-8.
  return `\uFEFF${[COLUMNS.map(({ name }) => name), ...lines].map(line => line.join(',')).join('\r\n')}\r\n`
}
