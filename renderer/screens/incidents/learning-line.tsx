import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api/client.tsx'
import { plural } from '../../parts/number.ts'
import { exact, personZone } from '../../parts/time.ts'

/** Names the triggers whose incidents cannot be detected yet, so that an empty list is not taken for good news. */
export function LearningLine() {
  const { triggers, until } = useQuery(useApi().incident.learning.queryOptions({ input: {} })).data ?? {
    triggers: [],
    until: null,
  }
  if (until === null) return null
  return (
    <p className="quiet learning" title={triggers.join('\n')}>
      The usual numbers of {plural(triggers.length, 'trigger')} are being learnt until {exact(until, personZone())}.
      Their incidents are not detected before then.
    </p>
  )
}
