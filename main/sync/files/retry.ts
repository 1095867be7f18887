import { ok, type Result } from '../../../shared/result.ts'
import type { FileStream, FilesConfig } from '../../../shared/source/mapping.ts'
import type { ReadDb, WriteDb } from '../../cache/db.ts'
import type { Writer } from '../../cache/writer.ts'
import { type Convert, columnOf, columnsOf, compileMapping, targetsOf } from '../../record/convert.ts'
import { readRawRow } from '../../record/raw-row.ts'
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
  fills: ReadonlySet<string>
  /** What the mapping reads, and nothing else: a file may have been exported anew with other columns. */
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

function retryRow(tx: WriteDb, { source, now }: RetryDeps, plan: Plan | undefined, row: QuarantinedRow): boolean {
  const cells = plan && readRawRow(row.raw, plan.columns)
  const converted = cells && plan.convert?.(cells)
  if (!plan || !converted) return false
  if (!converted.ok) {
    explain(tx, row, converted.misfit.column, converted.misfit.reason)
    return false
  }
  const sourced = [{ record: converted.record, line: row.line, raw: row.raw }]
  const { mapping, name } = plan.stream
  const options = { fills: plan.fills, insertOnly: true }
  const rejection = upsertBatch(tx, source.id, source.slug, name, sourced, now, options).rejected[0]
  if (rejection) {
    // A taken id was explained better when the row was read: with the line that has it.
    if (rejection.column === 'account') explain(tx, row, columnOf(mapping, rejection.column), rejection.reason)
    return false
  }
  dropQuarantine(tx, row.id)
  addRows(tx, source.id, name, 1)
  return true
}

/** What is said of a row of several files begins with its file, which must not get lost. */
function explain(tx: WriteDb, row: QuarantinedRow, column: string | null, reason: string): void {
  if (!row.reason.endsWith(reason)) explainQuarantine(tx, row.id, column, reason)
}

function planOf(stream: FileStream): Plan {
  const columns = columnsOf(stream.mapping)
  const compiled = compileMapping(stream.mapping, columns, stream.name)
  return { stream, fills: targetsOf(stream.mapping), columns, convert: compiled.ok ? compiled.value : null }
}
