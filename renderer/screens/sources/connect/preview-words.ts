import { plural } from '../../../parts/number.ts'

interface Row {
  line: number
  record: string | null
  error: string | null
  /** What it became; of a record that is gone, only its id. */
  mapped?: Readonly<Record<string, string>>
}

const isGone = ({ mapped }: Row): boolean => mapped?.gone !== undefined

/** What became of the rows of a preview, in a line. One row may become several records. */
export function previewWords(rows: readonly Row[]): string {
  const lines = (which: (row: Row) => boolean) => new Set(rows.filter(which).map(({ line }) => line)).size
  const all = lines(() => true)
  const wrong = lines(({ error }) => error !== null)
  const leftOut = lines(({ record, error }) => record === null && error === null)
  const records = rows.filter(row => row.record !== null && !isGone(row)).length
  const gone = rows.filter(isGone).length
  const first = `the first ${plural(all, 'row')}`
  const words = [
    wrong === 0 && leftOut === 0
      ? `${all === 1 ? 'The first row is' : `The first ${plural(all, 'row')} are`} valid.`
      : '',
    wrong > 0 ? `${wrong} of ${first} would be quarantined.` : '',
    leftOut > 0 ? `${leftOut} of ${first} would be left out.` : '',
    records > all - wrong - leftOut - lines(isGone) ? `They become ${plural(records, 'record')}.` : '',
    gone > 0 ? `${plural(gone, 'record')} would be removed.` : '',
  ]
  return words.filter(Boolean).join(' ')
}
