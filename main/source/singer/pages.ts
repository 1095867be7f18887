import type { MappedItems } from '../../record/mapping/map-items.ts'
import type { MappedRows } from '../../record/mapping/mapped-rows.ts'
import type { Page } from '../../record/page.ts'
import { SourceFailure } from '../../record/page.ts'
import type { SingerMessage } from './messages.ts'
import { type SingerCursor, trackVersions } from './versions.ts'

/** Records of a page. */
const FULL = 500
/** Lines that are no message, with not one that is: the program is no tap. */
const JUNK = 200

export interface Gathering {
  take(line: string, message: SingerMessage, isOwn: boolean): void
  isFull(): boolean
  isEmpty(): boolean
  /** Records so far, of all pages. */
  count(): number
  failIfJunk(command: string): void
  flush(): Page
  /** Whether the rows of this run are all that the table has. */
  replaces(): boolean
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
  let found: MappedItems = { records: [], misfits: [], gone: [] }
  let bytes = 0
  let moved = false
  const versions = trackVersions(before)

  const keep = (record: Record<string, unknown>) => {
    count++
    const before = found.misfits.length
    rows.mapper.map(record, line, found)
    for (const misfit of found.misfits.slice(before)) misfit.raw = clean(misfit.raw)
  }
  const size = () => found.records.length + found.misfits.length + found.gone.length
  return {
    take: (text, message, isOwn) => {
      line++
      bytes += text.length
      if (message.type !== 'junk') messages++
      if (message.type === 'record' && isOwn) {
        versions.row(message.version)
        keep(message.record)
      } else if (message.type === 'version' && isOwn) versions.activate(message.version)
      else if (message.type === 'state') {
        state = message.json
        moved = true
      } else if (message.type === 'junk' && text.trim() !== '') {
        junk++
        const raw = JSON.stringify([clean(text.slice(0, 10_000))])
        found.misfits.push({ line, column: null, raw, reason: message.why })
      } else if (message.type === 'other' && message.name === 'BATCH') throw batches()
    },
    isFull: () => size() >= FULL,
    isEmpty: () => size() === 0 && !moved,
    count: () => count,
    failIfJunk: command => {
      if (messages > 0 || junk < JUNK) return
      found.misfits = []
      throw noTap(command)
    },
    flush: () => {
      const version = versions.current()
      const cursor: SingerCursor = { ...before, state, ...(version !== null && { version }) }
      const met = rows.mapper.met()
      const page: Page = { ...found, met, cursor: JSON.stringify(cursor), bytes, isCounted: version !== null }
      found = { records: [], misfits: [], gone: [] }
      bytes = 0
      moved = false
      return page
    },
    replaces: versions.replaces,
  }
}

/** Set by taps that read a database's log, where the row was deleted. */
export const isDeleted = (record: unknown): boolean =>
  Boolean((record as { _sdc_deleted_at?: unknown } | null)?._sdc_deleted_at)

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
