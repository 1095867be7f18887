import type { Finding } from '../../../shared/model/finding.ts'
import { PLAUSIBLE } from '../../../shared/source/cell-format.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'
import { query } from '../../cache/db.ts'
import { type Check, several } from '../check.ts'

const { from: FIRST, until: LAST } = PLAUSIBLE
/** Clocks of other computers differ; a fact that is further ahead than this waits until its time has come. */
const AHEAD = HOUR

interface Place {
  table: 'account' | 'event' | 'object'
  column: string
  /** What the rows are, and what the moment is called. */
  noun: string
  moment: string
  /** A moment that has happened already cannot lie in the future. */
  past: boolean
}

const PLACES: readonly Place[] = [
  { table: 'account', column: 'signed_up_at', noun: 'account', moment: 'sign-up date', past: true },
  { table: 'account', column: 'renews_at', noun: 'account', moment: 'renewal date', past: false },
  { table: 'account', column: 'churned_at', noun: 'account', moment: 'date of leaving', past: false },
  { table: 'event', column: 'at', noun: 'event', moment: 'time', past: true },
  { table: 'object', column: 'opened_at', noun: 'object', moment: 'opening date', past: true },
  { table: 'object', column: 'closed_at', noun: 'object', moment: 'closing date', past: true },
  { table: 'object', column: 'due_at', noun: 'object', moment: 'due date', past: false },
]

interface Odd {
  id: string
  at: number
  kind: string | null
}

/** The id at the source, and the kind, of a row. */
const NAMED = {
  account: 'a.uid AS id, NULL AS kind FROM account a',
  event: 'a.external_id AS id, a.kind FROM event a',
  object: 'a.external_id AS id, a.kind FROM object a',
} as const

const odd = ({ table, column }: Place, where: string, params: Record<string, number>) => ({
  count: query<{ n: number }>(`SELECT count(*) AS n FROM ${table} a WHERE ${where}`, params),
  some: query<Odd>(
    `SELECT a.${column} AS at, ${NAMED[table]} WHERE ${where} ORDER BY a.${column}, a.id LIMIT 2`,
    params,
  ),
})

const article = (noun: string): string => (/^[aeiou]/.test(noun) ? 'an' : 'a')

const day = (at: number): string => {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? `${at} ms` : date.toISOString().slice(0, 10)
}
const example = ({ id, at, kind }: Odd): string => `${kind ? `${kind} ` : ''}${id}: ${day(at)}`

/** Moments before 1990 or after 2100, and facts of the future. */
export const implausibleDates: Check = ({ db, now }) =>
  PLACES.flatMap((place): Finding[] => {
    const found: Finding[] = []
    const say = (asked: ReturnType<typeof odd>, words: (n: number) => string, why: string, todo: string) => {
      const n = db.get(asked.count)?.n ?? 0
      if (n === 0) return
      const examples = db.all(asked.some).map(example)
      found.push({ check: 'implausible_dates', what: words(n), why, todo, count: n, examples, sourceId: null })
    }
    const { column, noun, moment } = place
    say(
      odd(place, `a.${column} IS NOT NULL AND (a.${column} < $first OR a.${column} >= $last)`, {
        first: FIRST,
        last: LAST,
      }),
      n => `${several(n, noun)} ${n === 1 ? 'has' : 'have'} ${article(moment)} ${moment} before 1990 or after 2100.`,
      'Triggers and priorities count days from such a moment.',
      'Correct the column or its date format in the mapping of the source, then sync again.',
    )
    if (place.past)
      say(
        odd(place, `a.${column} >= $ahead AND a.${column} < $last`, { ahead: now + AHEAD, last: LAST }),
        n => `${several(n, noun)} ${n === 1 ? 'has' : 'have'} ${article(moment)} ${moment} in the future.`,
        'A fact of the future waits until its time has come, so it is missing until then.',
        'Correct the time zone or the date order of the column, or set the workspace clock.',
      )
    return found
  })
