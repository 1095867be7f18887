import { useQuery } from '@tanstack/react-query'
import type { Backtest, Hindsight } from '../../../shared/trigger/backtest.ts'
import type { Trigger } from '../../../shared/trigger/trigger.ts'
import { useApi } from '../../api/client.tsx'
import { count } from '../../parts/number.ts'

/** How many firings nobody could have had in time, as a sentence. */
function hindsightWords({ looked, only }: Hindsight): string {
  const lag = 'Rows of a first import are taken to have come with the usual lag of their stream.'
  if (only === 0)
    return `Every one of the newest ${count(looked)} firings was possible with what was known then. ${lag}`
  return `${count(only)} of the newest ${count(looked)} firings ${only === 1 ? 'was' : 'were'} possible only with hindsight: the data came in after what followed. ${lag}`
}

/** What the back-test knew that a console would not have known in time. */
export function HindsightLine({ result, definition }: { result: Backtest; definition: Trigger }) {
  const found = useQuery(
    useApi().trigger.backtestHindsight.queryOptions({ input: { id: result.id, definition }, retry: false }),
  )
  return (
    <p className="backtest-hindsight" data-testid="backtest-hindsight">
      {found.data ? hindsightWords(found.data) : null}
      {found.isPending ? 'Looking at what was known then …' : null}
      {found.isError ? 'Run the back-test again to see what was known then.' : null}
    </p>
  )
}
