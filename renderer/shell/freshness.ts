import { DAY } from '../../shared/duration.ts'
import type { SourceStatus } from '../../shared/model.ts'
import { age } from '../parts/time.ts'

export type Tone = 'good' | 'wait' | 'bad' | ''

/** How old the newest data of a source is, and whether that is good. Files are old by nature; a day is fresh. */
export function freshnessOf(
  source: Pick<SourceStatus, 'error' | 'newestAt' | 'syncedAt'>,
  now: number,
): { tone: Tone; text: string } {
  const newest = source.newestAt ?? source.syncedAt
  const text = newest === null ? '' : age(now - newest)
  if (source.error) return { tone: 'bad', text: text ? `${text} · failed` : 'failed' }
  if (newest === null) return { tone: '', text: 'not read yet' }
  return { tone: now - newest < DAY ? 'good' : 'wait', text }
}
