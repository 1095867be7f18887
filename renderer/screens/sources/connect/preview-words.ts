import { plural } from '../../../parts/number.ts'

interface Row {
  line: number
  record: string | null
  error: string | null
}

/** What became of the rows of a preview, in a line. One row may become several records. */
export function previewWords(rows: readonly Row[]): string {
  const lines = (which: (row: Row) => boolean) => new Set(rows.filter(which).map(({ line }) => line)).size
  const all = lines(() => true)
  const wrong = lines(({ error }) => error !== null)
  const leftOut = lines(({ record, error }) => record === null && error === null)
  const records = rows.filter(({ record }) => record !== null).length
  const first = `the first ${plural(all, 'row')}`
  const words = [
    wrong === 0 && leftOut === 0
      ? `${all === 1 ? 'The first row is' : `The first ${plural(all, 'row')} are`} valid.`
      : '',
    wrong > 0 ? `${wrong} of ${first} would be quarantined.` : '',
    leftOut > 0 ? `${leftOut} of ${first} would be left out.` : '',
    records > all - wrong - leftOut ? `They become ${plural(records, 'record')}.` : '',
  ]
  return words.filter(Boolean).join(' ')
}
