import { isTimeZone, localTime, placeOf } from '../../../shared/local-time.ts'
import type { Guardrails } from '../../../shared/model/guardrails.ts'
import type { Verdict } from '../../../shared/model/intervention.ts'
import { MINUTE } from '../../../shared/trigger/duration.ts'

type Hours = Guardrails['quietHours']
/** An answer without the name of its check. `until`: when it may change, if time alone can change it. */
export type CheckAnswer = Pick<Verdict, 'status' | 'fact' | 'until'>

/** The zone whose clock counts, and where it was taken from if not from the recipient. */
export interface Zone {
  zone: string
  note: string
}

/** The recipient's own zone where it is known, else the account's, else UTC. */
export function zoneOf(own: string | null, accounts: string | null): Zone {
  if (own && isTimeZone(own)) return { zone: own, note: '' }
  if (accounts && isTimeZone(accounts)) return { zone: accounts, note: " (the account's zone)" }
  return { zone: 'UTC', note: ' (no time zone is known)' }
}

const isQuiet = (hour: number, { from, to }: Hours): boolean =>
  from <= to ? hour >= from && hour < to : hour >= from || hour < to

// Every zone in use is offset from UTC by a multiple of 15 minutes, and changes its offset on such a boundary.
const STEP = 15 * MINUTE

/** When quiet hours that hold at `now` end (UTC ms): real moments are walked, which is right over every change of clocks. */
function quietUntil(hours: Hours, now: number, zone: string): number {
  let until = Math.floor(now / STEP) * STEP + STEP
  while (isQuiet(localTime(until, zone).hour, hours)) until += STEP
  return until
}

function answerAt(hours: Hours, now: number, { zone, note }: Zone): CheckAnswer {
  const local = localTime(now, zone)
  const place = placeOf(zone)
  if (!isQuiet(local.hour, hours)) return { status: 'pass', fact: `It is ${local.text} ${place}${note}.`, until: null }
  const until = quietUntil(hours, now, zone)
  const fact = `It is ${local.text} for the recipient: quiet until ${localTime(until, zone).text} ${place}${note}.`
  return { status: 'wait', fact, until }
}

// Thousands of recipients share a few zones, and a plan asks about one moment: answers of the last moment are kept.
let asked = ''
const kept = new Map<string, CheckAnswer>()

/** Whether it is night for the recipient, and until when. */
export function quietAnswer(hours: Hours, now: number, zone: Zone): CheckAnswer {
  const question = `${now} ${hours.from} ${hours.to}`
  if (question !== asked) {
    kept.clear()
    asked = question
  }
  const key = zone.zone + zone.note
  const found = kept.get(key) ?? answerAt(hours, now, zone)
  kept.set(key, found)
  return found
}
