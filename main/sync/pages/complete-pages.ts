import type { SyncReport } from '../../../shared/model/source.ts'
import type { ReadDb } from '../../cache/db.ts'
import type { Writer } from '../../cache/writer.ts'
import { targetsOf } from '../../record/mapping/targets.ts'
import type { ConnectedStream, Page } from '../../record/page.ts'
import { type SeenIds, sweep } from '../upsert/complete-stream.ts'
import { growStream } from './connected-state.ts'

/** Everything that a page names was there, whether it fits or not. */
export function noteSeen(seen: SeenIds, { records, misfits }: Page): void {
  for (const { record } of records)
    seen.add(record.record, record.record === 'object' ? record.kind : null, record.externalId)
  for (const { record, kind, externalId } of misfits) {
    if (externalId === undefined || record === undefined) seen.addUnnamed()
    else seen.add(record, kind ?? null, externalId)
  }
}

interface SweepRun {
  writer: Writer
  read: ReadDb
  sourceId: number
  slug: string
  /** Workspace time, UTC ms. */
  now: number
  acceptGone?: boolean
}

/** Takes away what a full reading no longer has; why it did not, where it did not. */
export async function sweepStream(
  { writer, read, sourceId, slug, now, acceptGone = false }: SweepRun,
  { name, complete }: ConnectedStream,
  seen: SeenIds,
  own: SyncReport['streams'][number],
): Promise<string | null> {
  if (!complete) return null
  const target = { writer, read, sourceId, slug, stream: name, now, accept: acceptGone }
  const swept = await sweep(target, targetsOf(complete.mappings), seen, complete.guard)
  if ('refused' in swept) return swept.refused
  if (swept.removed > 0) {
    own.gone = swept.removed
    await writer.write('steady', tx => growStream(tx, sourceId, name, { rows: -swept.removed, newestAt: null }))
  }
  return null
}
