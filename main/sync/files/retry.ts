import { ok, type Result } from '../../../shared/result.ts'
import { type FileStream, type FilesConfig, mappingsOf } from '../../../shared/source/mapping.ts'
import type { ReadDb, WriteDb } from '../../cache/db.ts'
import type { Writer } from '../../cache/writer.ts'
import { Tally } from '../../record/cells/tally.ts'
import { type Convert, compileMapping } from '../../record/convert.ts'
import { columnOf, columnsOf, fillsOf } from '../../record/mapping/fields.ts'
import { isCounted, nthId } from '../../record/mapping/identity.ts'
import { nthOfRaw, readRawRow } from '../../record/raw-row.ts'
import type { Sourced } from '../../record/record.ts'
import { dropQuarantine, explainQuarantine, type QuarantinedRow, quarantinedAfter } from '../quarantine/quarantine.ts'
import { upsertBatch } from '../upsert/upsert.ts'
import { addRows } from './stream-state.ts'

export interface RetryDeps {
  writer: Writer
  read: ReadDb
  source: { id: number; slug: string; config: FilesConfig }
  /** Workspace time, UTC ms. */
  now: number
  signal?: AbortSignal
}

const PAGE = 200

interface Plan {
  stream: FileStream
  fills: readonly ReadonlySet<string>[]
  /** What the mapping reads, and nothing else: a file may have been exported again with other columns. */
  columns: string[]
  convert: Convert | null
}

/**
 * Tries every quarantined row of a source again: an account may have become known, a mapping corrected. What fits now is
 * kept and leaves the quarantine; the others keep the reason of today.
 */
export async function retryQuarantine(deps: RetryDeps): Promise<Result<{ accepted: number; left: number }>> {
  const { writer, read, source, signal } = deps
  const plans = new Map<string, Plan>(source.config.streams.map(stream => [stream.name, planOf(stream)]))
  const total = { accepted: 0, left: 0 }
  let after = 0
  while (!signal?.aborted) {
    const page = read.all(quarantinedAfter(source.id, after, PAGE))
    if (page.length === 0) break
    after = page.at(-1)?.id ?? after
    const accepted = await writer.write('steady', tx => {
      let count = 0
      for (const row of page) if (retryRow(tx, deps, plans.get(row.stream), row)) count++
      return count
    })
    total.accepted += accepted
    total.left += page.length - accepted
  }
  return ok(total)
}

function retryRow(tx: WriteDb, deps: RetryDeps, plan: Plan | undefined, row: QuarantinedRow): boolean {
  const fileRow = plan && readRawRow(row.raw, plan.columns)
  const converted = fileRow && plan.convert?.(fileRow)
  if (!plan || !converted) return false
  if (!converted.ok) return explain(tx, row, converted.misfit.column, converted.misfit.reason)
  const misfit = converted.mapped.find(mapped => mapped.is === 'misfit')
  if (misfit) return explain(tx, row, misfit.column, misfit.reason)
  const nth = nthOfRaw(row.raw)
  const mappings = mappingsOf(plan.stream.mapping)
  const records = converted.mapped.flatMap((mapped, by) => {
    if (mapped.is !== 'record') return []
    const { record } = mapped
    if (isCounted(mappings[by])) record.externalId = nthId(record.externalId, nth)
    return [{ record, line: row.line, by, raw: row.raw }]
  })
  return retryRecords(tx, deps, plan, row, records)
}

/** Among several records of a row, those that are there already are no reason to keep the row. */
function retryRecords(
  tx: WriteDb,
  { source, now }: RetryDeps,
  { stream, fills }: Plan,
  row: QuarantinedRow,
  records: readonly Sourced[],
): boolean {
  const written = upsertBatch(tx, source.id, source.slug, stream.name, records, now, { fills, insertOnly: true })
  const waits = written.rejected.find(({ column }) => column === 'account')
  const mapping = waits && mappingsOf(stream.mapping)[records[waits.row]?.by ?? 0]
  if (waits) return explain(tx, row, mapping ? columnOf(mapping, 'account') : null, waits.reason)
  // A taken id was explained better when the row was read: with the line that has it.
  if (records.length > 0 && written.rejected.length === records.length) return false
  dropQuarantine(tx, row.id)
  addRows(tx, source.id, stream.name, records.length - written.rejected.length)
  return true
}

/** What is said of a row of several files begins with its file, which must not get lost. */
function explain(tx: WriteDb, row: QuarantinedRow, column: string | null, reason: string): false {
  if (!row.reason.endsWith(reason)) explainQuarantine(tx, row.id, column, reason)
  return false
}

function planOf(stream: FileStream): Plan {
  const columns = columnsOf(stream.mapping)
  const compiled = compileMapping(stream.mapping, columns, stream.name, { tally: new Tally() })
  return {
    stream,
    fills: mappingsOf(stream.mapping).map(fillsOf),
    columns,
    convert: compiled.ok ? compiled.value : null,
  }
}
