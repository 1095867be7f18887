import type { MappedRows } from '../../record/mapped-rows.ts'
import type { Gone, Page, PageMisfit } from '../../record/page.ts'
import { SourceFailure } from '../../record/page.ts'
import type { Sourced } from '../../record/record.ts'
import type { SingerMessage } from './messages.ts'

/** Records of a page. */
const FULL = 500
/** Lines that are no message, with not one that is: the program is no tap. */
const JUNK = 200

/** Where a stream stands: what the tap said last, JSON as it was written. */
export interface SingerCursor {
  state: string | null
  /** Mark of the mapping that it was read by; with another one everything is read anew. */
  by: string
}

export interface Gathering {
  take(line: string, message: SingerMessage, names: ReadonlySet<string>): void
  isFull(): boolean
  isEmpty(): boolean
  /** Records so far, of all pages. */
  count(): number
  failIfJunk(command: string): void
  flush(): Page
}

/**
 * Gathers records into pages. The cursor of a page is the last STATE that came before its end: all records before that
 * STATE are in this page or an earlier one. Records behind it will come again, and change nothing then.
 */
export function gather(rows: MappedRows, before: SingerCursor, clean: (text: string) => string): Gathering {
  let { state } = before
  let line = 0
  let count = 0
  let junk = 0
  let messages = 0
  let records: Sourced[] = []
  let misfits: PageMisfit[] = []
  let gone: Gone[] = []
  let bytes = 0
  let moved = false

  const keep = (record: Record<string, unknown>) => {
    count++
    // Set by taps that read a database's log, where the row was deleted. Often nothing but its key is left of it.
    const deleted = record._sdc_deleted_at ? rows.identify(record) : null
    if (deleted) {
      gone.push({ change: 'deleted', ...deleted })
      return
    }
    const read = rows.convert(record, line)
    if ('misfit' in read) misfits.push({ ...read.misfit, raw: clean(read.misfit.raw) })
    else records.push(read.sourced)
  }
  return {
    take: (text, message, names) => {
      line++
      bytes += text.length
      if (message.type !== 'junk') messages++
      if (message.type === 'record' && names.has(message.stream)) keep(message.record)
      else if (message.type === 'state') {
        state = message.json
        moved = true
      } else if (message.type === 'junk' && text.trim() !== '') {
        junk++
        misfits.push({ line, column: null, raw: JSON.stringify([clean(text.slice(0, 10_000))]), reason: message.why })
      } else if (message.type === 'other' && message.name === 'BATCH') throw batches()
    },
    isFull: () => records.length + misfits.length + gone.length >= FULL,
    isEmpty: () => records.length + misfits.length + gone.length === 0 && !moved,
    count: () => count,
    failIfJunk: command => {
      if (messages > 0 || junk < JUNK) return
      misfits = []
      throw noTap(command)
    },
    flush: () => {
      const page: Page = { records, misfits, gone, cursor: JSON.stringify({ ...before, state }), bytes }
      records = []
      misfits = []
      gone = []
      bytes = 0
      moved = false
      return page
    },
  }
}

const noTap = (command: string) =>
  new SourceFailure({
    kind: 'invalid',
    what: `${command} is not a tap.`,
    why: `The first ${JUNK} lines are not Singer messages.`,
    todo: 'Check the program and its arguments. A tap must write its log to standard error.',
  })

/** Passing over it would lose what is in its files. */
const batches = () =>
  new SourceFailure({
    kind: 'invalid',
    what: 'The tap sends files instead of records.',
    why: 'BATCH messages are not part of the Singer specification.',
    todo: 'Remove the tap’s setting batch_config.',
  })
