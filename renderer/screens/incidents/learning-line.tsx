import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api/client.tsx'
import { plural } from '../../parts/number.ts'
import { exact, personZone } from '../../parts/time.ts'

/** Says of which triggers no incident can be found yet, so that silence is not taken for calm. */
export function LearningLine() {
  const { triggers, until } = useQuery(useApi().incident.learning.queryOptions({ input: {} })).data ?? {
    triggers: [],
    until: null,
  }
  if (until === null) return null
  return (
    <p className="quiet learning" title={triggers.join('\n')}>
      Until {exact(until, personZone())} it is learned what is usual of {plural(triggers.length, 'trigger')}; none of
      their incidents is found before.
    </p>
  )
}
