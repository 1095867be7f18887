import { countryCode } from '../../../shared/place/country.ts'
import type { Mapping, ValueRef } from '../../../shared/source/mapping.ts'
import { ticketIsClosed } from '../../../shared/ticket.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { activityKinds } from '../../../shared/trigger/event-words.ts'
import { type Tally, WHOLE_ROW } from '../cells/tally.ts'
import type { EventRecord, ObjectRecord, SyncRecord } from '../record.ts'
import { placeOf } from './read-value.ts'

/** What is to be said of a record that fits, as it was built. `none`: nothing happened, so there is no record. */
type Remark = (record: SyncRecord) => 'record' | 'none'

/** Looks at the fields of a record together, each of which was read for itself. */
export function remarkOn(mapping: Mapping, tally: Tally | undefined): Remark {
  switch (mapping.record) {
    case 'event':
      return eventRemark(mapping.value, tally)
    case 'object':
      return objectRemark(mapping, tally)
    case 'account':
      return accountRemark(mapping, tally)
    case 'contact':
      return () => 'record'
  }
}

function accountRemark(mapping: Extract<Mapping, { record: 'account' }>, tally: Tally | undefined): Remark {
  if (!tally) return () => 'record'
  return record => {
    if (record.record !== 'account') return 'record'
    const { country, mrrMinor, signedUpAt, churnedAt } = record
    compared(tally, mapping.churnedAt, { from: signedUpAt, to: churnedAt })
    if (country !== null && countryCode(country) === null) tally.add(placeIn(mapping.country), 'country', country)
    if (mrrMinor !== null && mrrMinor < 0) tally.add(placeIn(mapping.mrr), 'negative', String(mrrMinor))
    return 'record'
  }
}

/** A column that counts how often something happened. */
const COUNTS = /(^|[\s_-]|[a-z](?=C))counts?$/i
const ACTIVITIES: ReadonlySet<string> = new Set([...activityKinds, 'activity'])

/** A usage row that counts 0, or takes back, says that nobody used anything: as an event it would say the opposite. */
function eventRemark(value: ValueRef | undefined, tally: Tally | undefined): Remark {
  if (value === undefined) return () => 'record'
  const place = placeIn(value)
  const isCount = COUNTS.test(place)
  const isNone = ({ value, kind }: EventRecord) => value !== null && value <= 0 && (isCount || ACTIVITIES.has(kind))
  return record => {
    if (record.record !== 'event' || !isNone(record)) return 'record'
    tally?.add(place, 'none', String(record.value))
    return 'none'
  }
}

function objectRemark(mapping: Extract<Mapping, { record: 'object' }>, tally: Tally | undefined): Remark {
  if (!tally) return () => 'record'
  const statePlace = placeIn(mapping.state)
  return record => {
    if (record.record !== 'object') return 'record'
    compared(tally, mapping.closedAt, { from: record.openedAt, to: record.closedAt })
    compared(tally, mapping.dueAt, { from: record.openedAt, to: record.dueAt })
    if (isUnknownState(record)) tally.add(statePlace, 'state', record.state ?? '', record.state ?? '')
    return 'record'
  }
}

/** No state of another object says that it is over. */
const isUnknownState = ({ kind, state }: ObjectRecord): boolean =>
  kind === 'ticket' && state !== null && ticketIsClosed(state) === null

interface Span {
  from: number | null
  to: number | null
}

/** An end before its beginning. A day without a time is no earlier than any moment of that day. */
function compared(tally: Tally, end: ValueRef | undefined, { from, to }: Span): void {
  if (from === null || to === null || to >= from) return
  const isDay = to % DAY === 0
  if (isDay && to + DAY > from) return
  tally.add(placeIn(end), 'backwards', new Date(to).toISOString().replace(/T00:00:00.000Z$|.000(?=Z$)/, ''))
}

/** The column that words about a field name: the first, where it is read from several. */
function placeIn(ref: ValueRef | undefined): string {
  const first = typeof ref === 'object' && 'first' in ref ? ref.first[0] : ref
  return placeOf(first)?.name ?? WHOLE_ROW
}
