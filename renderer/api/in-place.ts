import type { QueryClient } from '@tanstack/react-query'
import { own } from '../../shared/foreign/own.ts'
import type { QueueCounts, QueueRow } from '../../shared/model/queue.ts'
import type { Band } from '../../shared/vocabulary.ts'
import type { ChangedPage } from './new-above.ts'

/** What of an answer decides where rows are: their ids in order, or how many each section has. */
const PLACES: Record<string, (answer: unknown) => unknown> = {
  'queue.list': rows => (rows as QueueRow[]).map(({ id }) => id),
  'queue.counts': counts => (counts as QueueCounts).bands,
  'worklist.rows': rows => (rows as QueueRow[]).map(({ id }) => id),
  'worklist.counts': counts => (counts as QueueCounts).bands,
}

const LISTS = new Set(['queue.list', 'worklist.rows'])
const idsIn = (answer: unknown): number[] => ((answer ?? []) as QueueRow[]).map(({ id }) => id)

/** Which page of which section a query of a list asked for. */
function placeOf(key: readonly unknown[]): Pick<ChangedPage, 'band' | 'offset'> {
  const { input } = (key[1] ?? {}) as { input?: { band?: Band; offset?: number } }
  return { band: input?.band, offset: input?.offset ?? 0 }
}

/** Lists in which a row must not slip away under a hand. */
export const keepsPlaces = (path: string): boolean => Object.hasOwn(PLACES, path)

/**
 * Asks a list on screen again and shows the answers if every row keeps its place, such as after an account was renamed.
 * Otherwise shows none of them and gives false: somebody's hand is on a row.
 */
export async function refreshInPlace(
  queries: QueryClient,
  path: string,
  onHeld: (pages: readonly ChangedPage[]) => void = () => {},
): Promise<boolean> {
  const places = own(PLACES, path)
  const shown = queries.getQueryCache().findAll({ queryKey: [path.split('.')], type: 'active' })
  const answers = await Promise.all(
    shown.map(async query => {
      const { queryFn } = query.options
      // Under a key of its own, because an answer under the list's own key would be on screen at once.
      const answer =
        typeof queryFn === 'function'
          ? await queries.fetchQuery({ queryKey: ['aside', ...query.queryKey], queryFn, staleTime: 0, gcTime: 0 })
          : undefined
      return { query, answer }
    }),
  )
  const same = (a: unknown, b: unknown) => JSON.stringify(places?.(a)) === JSON.stringify(places?.(b))
  const still = answers.every(({ query, answer }) => {
    const before = query.state.data
    return before !== undefined && answer !== undefined && same(before, answer)
  })
  if (!still && LISTS.has(path))
    onHeld(
      answers.map(({ query, answer }) => ({
        ...placeOf(query.queryKey),
        shown: idsIn(query.state.data),
        now: idsIn(answer),
      })),
    )
  if (still) for (const { query, answer } of answers) queries.setQueryData(query.queryKey, answer)
  return still
}
