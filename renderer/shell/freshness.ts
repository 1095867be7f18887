import type { SourceStatus } from '../../shared/model/source.ts'
import { DAY } from '../../shared/trigger/duration.ts'
import { age } from '../parts/time.ts'

/** What of a source says whether it was read whole. */
interface ReadSoFar {
  kind?: SourceStatus['kind']
  streams?: readonly Pick<SourceStatus['streams'][number], 'readInPart'>[]
}

export type Tone = 'good' | 'wait' | 'bad' | ''

/** Files of which a part was read and the rest never was. */
export const isPart = ({ kind, streams = [] }: ReadSoFar): boolean =>
  kind === 'files' && streams.some(({ readInPart }) => readInPart)

/** The age of a source's newest data, and whether it is fresh. Files are rarely new, so up to a day counts as fresh. */
export function freshnessOf(
  source: Pick<SourceStatus, 'error' | 'newestAt' | 'syncedAt'> & ReadSoFar & { paused?: boolean },
  now: number,
): { tone: Tone; text: string } {
  const newest = source.newestAt ?? source.syncedAt
  const text = newest === null ? '' : age(now - newest)
  if (source.error) return { tone: 'bad', text: text ? `${text} · failed` : 'failed' }
  if (source.paused) return { tone: '', text: text ? `${text} · paused` : 'paused' }
  if (isPart(source)) return { tone: 'wait', text: text ? `${text} · read in part` : 'read in part' }
  if (newest === null) return { tone: '', text: 'not synced yet' }
  return { tone: now - newest < DAY ? 'good' : 'wait', text }
}

/** The sources to show in the room there is, failing and stale ones first, and how many more there are. */
export function mostTelling<S extends Parameters<typeof freshnessOf>[0]>(
  sources: readonly S[],
  now: number,
  room: number,
): { shown: S[]; more: number } {
  const rank = (source: S) => (source.error ? 0 : freshnessOf(source, now).tone === 'wait' ? 1 : 2)
  const shown = sources.toSorted((a, b) => rank(a) - rank(b)).slice(0, room)
  return { shown, more: sources.length - shown.length }
}
