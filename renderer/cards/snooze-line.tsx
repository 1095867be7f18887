import { type Return, type SnoozedFrom, worseRisk } from '../../shared/desk/snooze.ts'
import { percent } from '../parts/number.ts'
import { personZone, stamp, weekdayDate } from '../parts/time.ts'
import { returnWords } from './snooze-words.ts'

/** Says why an issue is in the queue again, until somebody decides about it. */
export function ReturnLine({ returned, now }: { returned: Return | null; now: number }) {
  if (!returned) return null
  const words = returnWords(returned).replace(/^back: /, '')
  return (
    <p className="closed">
      Back from a snooze {stamp(returned.at, now, personZone())}: <b>{words}</b>
    </p>
  )
}

/** Says until when an issue is snoozed, and from when on it would count as worse. */
export function SnoozeLine({ until, from, now }: { until: number | null; from: SnoozedFrom | null; now: number }) {
  const date =
    until === null ? 'until it gets worse' : `until ${weekdayDate(until, now, personZone())} or until it gets worse`
  return (
    <p className="closed">
      Snoozed {date}
      {from
        ? `: risk of ${percent(worseRisk(from.risk))} or more (${percent(from.risk)} when snoozed), a new signal, a nearer deadline, or a quarter more at stake`
        : ': a new signal'}
    </p>
  )
}
