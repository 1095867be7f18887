import type { Incident } from '../../shared/incident.ts'
import { DAY, MINUTE } from '../../shared/trigger/duration.ts'
import { count, plural } from './number.ts'
import { age, personZone, stamp } from './time.ts'

/** The time from the first new account to the last, ms. */
const spanOf = ({ beganAt, lastAt }: Incident): number => lastAt - beganAt

/** `34 accounts in 2 h`. */
export function sizeWords(incident: Incident): string {
  const span = spanOf(incident)
  return `${plural(incident.accounts, 'account')} ${span < MINUTE ? 'at once' : `in ${age(span)}`}`
}

const about = (expected: number): string =>
  expected < 0.1 ? 'none' : expected < 0.95 ? 'less than 1' : count(Math.round(expected))

/** `usually 1`: how many accounts usually have this problem in the same time. */
export const usualWords = (incident: Incident): string => `usually ${about((incident.usual * spanOf(incident)) / DAY)}`

/** How often accounts had this problem before the incident. */
export function usualDay({ usual }: Incident): string {
  if (usual < 0.05) return 'No account had this problem before.'
  if (usual < 0.7) return `Before the incident, one account had this problem every ${Math.round(1 / usual)} days.`
  return `Before the incident, ${plural(Math.round(usual), 'account')} a day had this problem.`
}

/** Whether the incident is open, or why it was closed, in a line. */
export function statusWords(incident: Incident, now: number): string {
  const at = (when: number) => stamp(when, now, personZone())
  const { closedAt, closedBecause } = incident
  if (closedAt === null) return `since ${at(incident.beganAt)}`
  if (closedBecause === 'solved') return `closed ${at(closedAt)}: all its issues were closed`
  if (closedBecause === 'person') return `closed by a person ${at(closedAt)}`
  if (closedBecause === 'usual') return `closed ${at(closedAt)}: after four weeks this is the usual number`
  return `closed ${at(closedAt)}: new accounts are back to the usual number`
}
