import type { SourceStatus } from '../../shared/model/source.ts'
import { DAY } from '../../shared/trigger/duration.ts'
import { age } from '../parts/time.ts'

export type Tone = 'good' | 'wait' | 'bad' | ''

/** How old the newest data of a source is, and whether that is good. Files are old by nature; a day is fresh. */
export function freshnessOf(
  source: Pick<SourceStatus, 'error' | 'newestAt' | 'syncedAt'> & { paused?: boolean },
  now: number,
): { tone: Tone; text: string } {
  const newest = source.newestAt ?? source.syncedAt
  const text = newest === null ? '' : age(now - newest)
  if (source.error) return { tone: 'bad', text: text ? `${text} · failed` : 'failed' }
  if (source.paused) return { tone: '', text: text ? `${text} · paused` : 'paused' }
  if (newest === null) return { tone: '', text: 'not read yet' }
  return { tone: now - newest < DAY ? 'good' : 'wait', text }
}

/** The few sources that there is room for, those in trouble first and otherwise as they stand, and how many more there are. */
export function mostTelling<S extends Parameters<typeof freshnessOf>[0]>(
  sources: readonly S[],
  now: number,
  room: number,
): { shown: S[]; more: number } {
  const rank = (source: S) => (source.error ? 0 : freshnessOf(source, now).tone === 'wait' ? 1 : 2)
  const shown = sources.toSorted((a, b) => rank(a) - rank(b)).slice(0, room)
  return { shown, more: sources.length - shown.length }
}
