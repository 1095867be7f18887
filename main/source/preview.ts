import { FailureError } from '../../shared/result.ts'
import type { SourcePreview } from '../../shared/source/manifest-view.ts'
import type { Connected, ConnectedStream } from '../record/page.ts'
import { shown } from './files/preview-stream.ts'

type StreamPreview = SourcePreview[number]

/** Pages that are looked through for a first record; a stretch of time may be empty. */
const PAGES = 3

/** The first records of each stream as they would come, without keeping anything. A stream in trouble says so itself. */
export async function previewConnected(source: Connected, limit: number, signal: AbortSignal): Promise<SourcePreview> {
  const previews: SourcePreview = []
  for (const stream of source.streams) previews.push(await previewStream(stream, limit, signal))
  return previews
}

async function previewStream(stream: ConnectedStream, limit: number, signal: AbortSignal): Promise<StreamPreview> {
  const rows: StreamPreview['rows'] = []
  const pages = stream.pages({ cursor: null, part: 'fresh', most: limit, signal, say: () => {} })
  try {
    let seen = 0
    for await (const { records, misfits } of pages) {
      for (const { record, raw } of records)
        rows.push({ record: record.record, mapped: shown(record), error: null, raw })
      for (const { reason, raw } of misfits) rows.push({ record: null, mapped: {}, error: reason, raw })
      if (rows.length > 0 || ++seen >= PAGES) break
    }
    // What does not fit is what a person looks for, so it comes first.
    rows.sort((a, b) => Number(a.error === null) - Number(b.error === null))
    return { stream: stream.name, problem: null, rows: rows.slice(0, limit) }
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    const { what, why, todo } = error.failure
    return { stream: stream.name, problem: `${what} ${why} ${todo}`.trim(), rows: [] }
  }
}
