import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import type { ObjectRecord } from '../../record/record.ts'
import { touching } from './calendar.ts'
import { type SampleShape, STREAM } from './episode.ts'
import { random } from './prng.ts'
import type { Profile } from './profile.ts'
import type { Truth } from './truth.ts'

type Fields = Partial<Omit<ObjectRecord, 'record' | 'externalId' | 'account' | 'kind'>>

/** Makes objects of an account; `id` is its own within the account. */
export const maker =
  (who: Profile) =>
  (kind: string, id: string, fields: Fields): ObjectRecord => ({
    record: 'object',
    externalId: `${who.externalId}-${id}`,
    account: { by: 'id', externalId: who.externalId },
    kind,
    state: fields.state ?? null,
    openedAt: fields.openedAt ?? null,
    closedAt: fields.closedAt ?? null,
    dueAt: fields.dueAt ?? null,
    amountMinor: fields.amountMinor ?? null,
    currency: fields.currency ?? null,
    lane: fields.lane ?? null,
    properties: fields.properties ?? {},
    ...(fields.stays ? { stays: fields.stays } : {}),
  })

/** The states that an object went through until `now`, from steps `[state, since]` of which the last one ends its life. */
export function lived(
  now: number,
  steps: readonly [string, number][],
): Pick<ObjectRecord, 'state' | 'openedAt' | 'closedAt'> & Required<Pick<ObjectRecord, 'stays'>> {
  const past = steps.filter(([, since]) => since <= now)
  const stays = past.map(([state, since], n) => ({ state, since, until: past[n + 1]?.[1] ?? null }))
  const ended = past.length === steps.length
  return {
    state: past.at(-1)?.[0] ?? null,
    openedAt: steps[0]?.[1] ?? null,
    closedAt: ended ? (past.at(-1)?.[1] ?? null) : null,
    stays,
  }
}

/** The objects behind an account's rarer troubles, and the changes and bugs that touch it. */
export function* things(shape: SampleShape, index: number, who: Profile, story: Truth): Generator<ObjectRecord> {
  const draw = random(shape.seed, index, STREAM.objects, 2)
  const make = maker(who)
  const last = Math.min(shape.now, story.churnsAt ?? shape.now)
  const money = { amountMinor: who.mrrMinor, currency: who.place.currency }
  let n = 0
  for (const { trouble, from, until } of story.episodes) {
    n++
    if (from > last) continue
    if (trouble === 'stuck_payment')
      yield make('payment', `Q${n}`, {
        ...lived(last, [
          ['processing', from],
          ['paid', until],
        ]),
        dueAt: from,
        ...money,
      })
    if (trouble === 'out_of_stock')
      yield make('order', `B${n}`, {
        ...lived(last, [
          ['backordered', from],
          ['fulfilled', until],
        ]),
        dueAt: Math.floor(from + draw.between(2, 6) * DAY),
        ...money,
      })
    if (trouble === 'parcel_lost') {
      const shipped = Math.floor(from - 6 * HOUR)
      yield make('shipment', `L${n}`, {
        ...lived(last, [
          ['in_transit', shipped],
          ['delivered', until],
        ]),
        dueAt: shipped + 6 * DAY,
        lane: `Rotterdam→${who.place.country}`,
        properties: { carrier: draw.pick(['Northway', 'ParcelOne', 'BlueRoute']) },
      })
    }
  }
  const { changes, bugs } = touching(shape, index, story.signedUpAt)
  for (const { id, title, announcedAt, dueAt } of changes)
    if (announcedAt <= last)
      yield make('planned_change', id, {
        ...lived(last, [
          ['scheduled', announcedAt],
          ['done', dueAt],
        ]),
        dueAt,
        properties: { title },
      })
  for (const { id, title, foundAt, fixedAt } of bugs)
    if (foundAt <= last)
      yield make('known_bug', id, {
        ...lived(last, [
          ['open', foundAt],
          ['fixed', fixedAt],
        ]),
        properties: { title },
      })
}
