import {
  type Facet,
  type FacetAnswer,
  type FacetOption,
  MINUTE_STEPS,
  OPENED_STEPS,
  RISK_STEPS,
  VALUE_STEPS,
} from '../../../shared/desk/facet.ts'
import {
  DUE_SPANS,
  type DueSpan,
  PICKED_STATES,
  type PickField,
  type QueuePick,
  REACHES,
} from '../../../shared/desk/pick.ts'
import { minorDigits } from '../../../shared/money.ts'
import { BANDS } from '../../../shared/vocabulary.ts'
import { type Param, query, type ReadDb } from '../../cache/db.ts'
import { firstOfItsIssue } from '../../cache/statement/first-signal.ts'
import { MOST_LOOKED_AT, type ReachOf, reached, rowsIn } from './lists.ts'
import { orderedIds } from './order.ts'
import { allOf, type DeskList, listWhere, pickedWhere } from './where.ts'

/** Values of data that are offered, the most frequent first. */
const MOST_OPTIONS = 60

/** The conditions that a facet sets: counted as if they were not there, so that its other values can be added. */
const FIELDS: Record<Facet, readonly PickField[]> = {
  reach: ['reach'],
  category: ['categories'],
  trigger: ['triggers'],
  deadline: ['deadlines'],
  band: ['bands'],
  risk: ['riskFrom', 'riskTo'],
  value: ['valueFrom', 'valueTo'],
  minutes: ['minutesTo'],
  claimed: ['claimedBy'],
  state: ['state'],
  plan: ['plans'],
  country: ['countries'],
  account: ['accountId'],
  opened: ['openedWithin'],
}

const without = (pick: QueuePick | undefined, fields: readonly PickField[]): QueuePick =>
  Object.fromEntries(Object.entries(pick ?? {}).filter(([field]) => !fields.includes(field as PickField)))

interface OptionRow {
  value: string | number
  label: string | null
  n: number
}

/**
 * Counts the list's issues by an expression over the issue `i`, what is unknown left out. `join` meets each issue at most once
 * for a value; `label` names a counted `value`: read beside each issue, it would be carried through the sorting of all.
 */
function byValue(list: DeskList, value: string, { join = '', label = 'NULL' } = {}) {
  const { sql, params } = listWhere('i', list)
  return query<OptionRow>(
    `SELECT value, ${label} AS label, n FROM (
       SELECT ${value} AS value, count(*) AS n FROM issue i ${join}
       WHERE ${sql} AND ${value} IS NOT NULL GROUP BY 1 ORDER BY n DESC, 1 LIMIT ${MOST_OPTIONS}) ORDER BY n DESC, value`,
    params,
  )
}

const ACCOUNT = 'CROSS JOIN account a ON a.id = i.account_id'
const NAME = '(SELECT name FROM account WHERE id = value)'
const TRIGGER = `CROSS JOIN signal g INDEXED BY signal_issue ON g.issue_id = i.id AND ${firstOfItsIssue('g')}`
const TITLE = "(SELECT definition ->> '$.title' FROM trigger WHERE id = value)"

/** How many issues of the list fulfil each of some conditions, by one pass. */
function withEach(db: ReadDb, list: DeskList, picks: readonly (readonly [string, QueuePick])[]): FacetOption[] {
  const parts = picks.map(([, pick]) => allOf(pickedWhere('i', pick, list.now)))
  const { sql, params } = listWhere('i', list)
  const sums = parts.map((part, n) => `sum(CASE WHEN ${part.sql} THEN 1 ELSE 0 END) AS n${n}`)
  const all: Param[] = [...parts.flatMap(part => part.params), ...params]
  const row = db.get(query<Record<string, number | null>>(`SELECT ${sums.join(', ')} FROM issue i WHERE ${sql}`, all))
  return picks.map(([value], n) => ({ value, label: null, n: row?.[`n${n}`] ?? 0 }))
}

const currencyOf = query<{ currency: string }>(
  `SELECT i.currency FROM issue i INDEXED BY issue_queue WHERE i.state = 'open' ORDER BY i.priority DESC, i.id LIMIT 1`,
)

/** What amounts are reckoned in; null where there are no issues. */
export const currencyOfDesk = (db: ReadDb): string | null => db.get(currencyOf)?.currency ?? null

function reachOptions(db: ReadDb, list: DeskList, reachOf: ReachOf): Pick<FacetAnswer, 'options' | 'lookedAt'> {
  const ids = db.all(orderedIds(list, { offset: 0, limit: MOST_LOOKED_AT })).map(({ id }) => id)
  const found = [...reachOf(ids).values()]
  return {
    options: REACHES.map(reach => ({ value: reach, label: null, n: found.filter(one => one.reach === reach).length })),
    lookedAt: ids.length === MOST_LOOKED_AT ? MOST_LOOKED_AT : null,
  }
}

/** The values of a facet with how many issues of the list have each, as if the list were not filtered by this facet. */
export function facetOptions(db: ReadDb, whole: DeskList, facet: Facet, reachOf: ReachOf): FacetAnswer {
  const list: DeskList = { ...whole, group: undefined, pick: without(whole.pick, FIELDS[facet]) }
  const ready = list.pick?.reach && reached(db, list, reachOf)
  const counted = ready ? { ...list, pick: { ...without(list.pick, ['reach']), issueIds: ready } } : list
  const named = (rows: readonly OptionRow[]) => rows.map(row => ({ ...row, value: String(row.value) }))
  const steps = (picks: readonly (readonly [string, QueuePick])[]) => withEach(db, counted, picks)
  const answer = (options: FacetOption[], currency: string | null = null): FacetAnswer => ({
    ...{ options, currency, lookedAt: null },
  })
  switch (facet) {
    case 'reach':
      return { currency: null, ...reachOptions(db, counted, reachOf) }
    case 'category':
      return answer(named(db.all(byValue(counted, 'i.category'))))
    case 'band':
      return answer(
        named(db.all(byValue(counted, 'i.band'))).map(row => ({ ...row, value: BANDS[Number(row.value)] ?? 'later' })),
      )
    case 'trigger':
      return answer(named(db.all(byValue(counted, 'g.trigger_id', { join: TRIGGER, label: TITLE }))))
    case 'claimed':
      return answer(named(db.all(byValue(counted, "coalesce(i.claimed_by, '')"))))
    case 'plan':
      return answer(named(db.all(byValue(counted, 'a.plan', { join: ACCOUNT }))))
    case 'country':
      return answer(named(db.all(byValue(counted, 'a.country', { join: ACCOUNT }))))
    case 'account':
      return answer(named(db.all(byValue(counted, 'i.account_id', { label: NAME }))))
    case 'deadline':
      return answer(steps(DUE_SPANS.map((one: DueSpan) => [one, { deadlines: [one] }])))
    case 'risk':
      return answer(steps(RISK_STEPS.map(riskFrom => [String(riskFrom), { riskFrom }])))
    case 'minutes':
      return answer(steps(MINUTE_STEPS.map(minutesTo => [String(minutesTo), { minutesTo }])))
    case 'opened':
      return answer(steps(OPENED_STEPS.map(openedWithin => [String(openedWithin), { openedWithin }])))
    case 'value': {
      const currency = currencyOfDesk(db)
      const minor = 10 ** minorDigits(currency ?? '')
      return answer(steps(VALUE_STEPS.map(step => [String(step * minor), { valueFrom: step * minor }])), currency)
    }
    case 'state':
      return answer(
        PICKED_STATES.map(state => {
          const { bands } = rowsIn(db, { ...list, pick: { ...list.pick, state } }, reachOf)
          return { value: state, label: null, n: BANDS.reduce((sum, band) => sum + bands[band], 0) }
        }),
      )
  }
}
