import type { QueryClient, QueryKey } from '@tanstack/react-query'

/** An answer that is kept although no screen shows it, as long as nothing that it tells of has changed since. */
export function stillTrue<Answer>(queries: QueryClient, key: QueryKey): Answer | undefined {
  const kept = queries.getQueryState<Answer>(key)
  return kept?.isInvalidated ? undefined : kept?.data
}
