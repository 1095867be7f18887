import type { IssueReach } from '../../../../shared/desk/reach.ts'
import { personZone, relative } from '../../../parts/time.ts'

/** Preflight's answer for a row, in a sign and a word. `now`: workspace time. */
export function reachSaid({ reach, at }: Pick<IssueReach, 'reach' | 'at'>, now: number, zone: string) {
  switch (reach) {
    case 'now':
      return { sign: '→', word: 'ready', tone: 'good' }
    case 'later':
      return { sign: '◷', word: at === null ? 'later' : relative(at, now, zone), tone: 'wait' }
    case 'held':
      return { sign: '◷', word: 'approval', tone: 'wait' }
    case 'held_out':
      return { sign: '–', word: 'held out', tone: 'quiet' }
    case 'refused':
      return { sign: '✕', word: 'blocked', tone: 'quiet' }
  }
}

/** Whether a row can be acted on now, and on hover why not. Nothing until preflight has answered. */
export function ReachMark({ reach, now }: { reach: IssueReach | undefined; now: number }) {
  if (!reach) return null
  const { sign, word, tone } = reachSaid(reach, now, personZone())
  return (
    <small className={`reach ${tone}`} title={reach.why || 'It can be started now.'}>
      <span aria-hidden="true">{sign}</span> {word}
      {reach.why ? <span className="sr">: {reach.why}</span> : null}
    </small>
  )
}
