import type { SourceStatus, SyncReport } from '../../../shared/model/source.ts'
import type { Task } from '../../../shared/model/task.ts'
import { compact, plural } from '../../parts/number.ts'
import { age } from '../../parts/time.ts'
import { scheduleWords } from './connect/connect-form.ts'

/** The names of the kinds of sources. */
export const KIND_WORDS: Record<SourceStatus['kind'], string> = {
  files: 'files',
  sample: 'sample',
  warehouse: 'warehouse',
  rest: 'system',
  postgres: 'PostgreSQL',
  singer: 'Singer tap',
}

/** When a source is synced next, or why it is not. `wall` is machine time, UTC ms. */
export function nextWords({ paused, scheduleMs, retryAt, nextAt, failures }: SourceStatus, wall: number): string {
  if (paused) return 'paused'
  if (scheduleMs === null) return 'synced manually'
  const at = failures > 0 ? (retryAt ?? nextAt) : nextAt
  const soon = at === null || at <= wall ? 'next: now' : `next in ${age(at - wall)}`
  return failures > 0
    ? `${scheduleWords(scheduleMs)} · failed ${failures === 1 ? 'once' : `${failures} times`}, ${soon}`
    : `${scheduleWords(scheduleMs)} · ${soon}`
}

/** The progress of a sync: `1,200 of 4,000 rows · 760/s`. */
export function progressWords({ done, total, unit, perSecond, message }: Task): string {
  if (done === 0) return message ?? 'connecting …'
  const all = total === null ? '' : ` of ${compact(total)}`
  const rate = perSecond >= 1 ? ` · ${compact(Math.round(perSecond))}/s` : ''
  return `${compact(done)}${all} ${unit}${rate}${message ? ` · ${message}` : ''}`
}

/** How a sync ended: `Sync finished: 12 rows changed · 1 of 3 streams failed`. */
export function syncedWords({ streams, cancelled }: SyncReport): string {
  if (cancelled) return 'Sync cancelled · rows already synced are kept'
  const changed = streams.reduce((sum, stream) => sum + stream.changed, 0)
  const failed = streams.filter(({ error }) => error !== undefined).length
  const but = failed === 0 ? '' : ` · ${failed} of ${plural(streams.length, 'stream')} failed`
  return `Sync finished: ${plural(changed, 'row')} changed${but}`
}

/** `3 streams, 4,000 rows`: the contents of a source. */
export const contentWords = ({ streams }: Pick<SourceStatus, 'streams'>): string => {
  const rows = streams.reduce((sum, stream) => sum + stream.rows, 0)
  return `${plural(streams.length, 'stream')}, ${plural(rows, 'row')}`
}
