import { z } from 'zod'
import { type ColumnReport, columnReportSchema } from '../../../shared/model/column-report.ts'
import type { SyncReport } from '../../../shared/model/source.ts'
import { FailureError } from '../../../shared/result.ts'
import { Tally } from '../../record/cells/tally.ts'
import type { ConnectedStream, Page } from '../../record/page.ts'
import { continued, reportColumns } from '../../record/scan/report.ts'

type StreamReport = SyncReport['streams'][number]

/** Gathers what the pages of one reading say of their columns. */
export interface PageColumns {
  /** A page that was kept. */
  add(page: Page): void
  /** Runs a reading and keeps its report afterwards, also where the stream fails before its end. */
  of<T>(reading: () => Promise<T>): Promise<T>
}

interface Keeping {
  save(report: readonly ColumnReport[]): Promise<unknown>
  /** Takes credentials out of examples. */
  clean?(text: string): string
}

/**
 * `kept`: the report so far. It goes on counting where the reading asks for what is new, and begins again where the
 * reading asks for every row.
 */
export function pageColumns(
  { reads }: ConnectedStream,
  own: StreamReport,
  kept: string | null,
  { save, clean = text => text }: Keeping,
): PageColumns {
  const tally = new Tally()
  const [columns, filled] = [new Set<string>(), new Set<string>()]
  let rows = 0
  let continues = true
  const saved = async () => {
    // Where nothing was read, the last report stays.
    if (!reads || rows === 0) return
    const reading = { columns: [...columns], tally: tally.columns, rows, filled, written: reads.written }
    own.columns = reportColumns(reads.uses, reading).map(report => cleaned(report, clean))
    await save(continues ? continued(readReport(kept), own.columns) : own.columns)
  }
  return {
    add: ({ met, anew, isFirst }) => {
      if (anew || isFirst) continues = false
      if (!met) return
      rows += met.rows
      if (met.leftOut > 0) own.leftOut = (own.leftOut ?? 0) + met.leftOut
      tally.merge(met.tally)
      for (const field of met.fields) columns.add(field)
      for (const field of met.filled) filled.add(field)
    },
    of: async reading => {
      try {
        const read = await reading()
        await saved()
        return read
      } catch (error) {
        if (error instanceof FailureError) await saved()
        throw error
      }
    },
  }
}

const readReport = (kept: string | null): ColumnReport[] =>
  kept === null ? [] : (z.array(columnReportSchema).safeParse(JSON.parse(kept)).data ?? [])

const cleaned = (report: ColumnReport, clean: (text: string) => string): ColumnReport => ({
  ...report,
  examples: cleanedCells(report.examples, clean),
  ...(report.assumed && {
    assumed: report.assumed.map(one => ({ ...one, examples: cleanedCells(one.examples, clean) })),
  }),
})

const cleanedCells = (examples: ColumnReport['examples'], clean: (text: string) => string) =>
  examples.map(({ line, text }) => ({ line, text: clean(text) }))
