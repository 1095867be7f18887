import type { Incident } from '../../shared/incident.ts'
import { DAY, MINUTE } from '../../shared/trigger/duration.ts'
import { count, plural } from './number.ts'
import { age, personZone, stamp } from './time.ts'

/** How long new accounts came, ms; all at once where they came within a minute. */
const spanOf = ({ beganAt, lastAt }: Incident): number => lastAt - beganAt

/** `34 accounts in 2 h`. */
export function sizeWords(incident: Incident): string {
  const span = spanOf(incident)
  return `${plural(incident.accounts, 'account')} ${span < MINUTE ? 'at once' : `in ${age(span)}`}`
}

const about = (expected: number): string =>
  expected < 0.1 ? 'none' : expected < 0.95 ? 'less than 1' : count(Math.round(expected))

/** `usually 1`: how many would have come in the same time. */
export const usualWords = (incident: Incident): string => `usually ${about((incident.usual * spanOf(incident)) / DAY)}`

/** What was usual before it, in a day. */
export function usualDay({ usual }: Incident): string {
  if (usual < 0.05) return 'Nobody had this trouble before.'
  if (usual < 0.7) return `Before it, an account had this trouble every ${Math.round(1 / usual)} days.`
  return `Before it, ${plural(Math.round(usual), 'account')} a day had this trouble.`
}

/** Where it stands, in a line. */
export function standingWords(incident: Incident, now: number): string {
  const at = (when: number) => stamp(when, now, personZone())
  const { closedAt, closedBecause } = incident
  if (closedAt === null) return `since ${at(incident.beganAt)}`
  if (closedBecause === 'solved') return `over ${at(closedAt)}: all of its issues were closed`
  if (closedBecause === 'person') return `closed ${at(closedAt)}`
  if (closedBecause === 'usual') return `over ${at(closedAt)}: after four weeks it is what is usual`
  return `over ${at(closedAt)}: no more accounts than usual came`
}
