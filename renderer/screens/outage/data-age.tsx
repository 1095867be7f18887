import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api/client.tsx'
import { personZone } from '../../parts/time.ts'
import { useNow } from '../../state/now.ts'
import { ageWords } from './outage-words.ts'

/** How old the data are from which the accounts of an outage are taken. */
export function DataAge() {
  const sources = useQuery(useApi().source.list.queryOptions())
  const now = useNow()
  return sources.data ? <p className="quiet">{ageWords(sources.data, now, personZone())}</p> : null
}
