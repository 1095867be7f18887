import { statement } from '../../cache/db.ts'
import type { EventRecord } from '../../record/record.ts'
import { belongsTo, idTaken, noteTime, ownerIn, propertiesOf, type RowEffect, settle, type Upserting } from './batch.ts'
import type { Owner } from './mrr.ts'
import * as q from './upsert-sql.ts'

interface Event {
  row: number
  owner: Owner
  record: EventRecord
}

/**
 * Keeps events that come one after another: new ones, as most are, by one statement for several, which takes a third less
 * than one for each. Tells what each did by its `row`; those that are still to be kept wait for `flush`.
 */
export function eventKeeper(batch: Upserting, tell: (row: number, effect: RowEffect) => void) {
  let waiting: Event[] = []
  const keepEach = (events: readonly Event[]) => {
    for (const event of events) tell(event.row, keepOne(batch, event))
  }
  const flush = () => {
    const events = waiting
    waiting = []
    keepEach(events)
  }
  return {
    flush,
    add: (row: number, record: EventRecord) => {
      const owner = ownerIn(batch, record.account)
      if (typeof owner === 'string') return tell(row, { column: 'account', reason: owner })
      waiting.push({ row, owner, record })
      if (!batch.areNew || batch.options.insertOnly) return flush()
      if (waiting.length < q.EVENTS_TOGETHER) return
      const known = keepNew(batch, waiting, tell)
      waiting = []
      keepEach(known)
      batch.areNew = known.length < q.EVENTS_TOGETHER / 2
    },
  }
}

/** Keeps those that are not there yet, and answers the others: what they say may be something new. */
function keepNew(batch: Upserting, events: readonly Event[], tell: (row: number, effect: RowEffect) => void): Event[] {
  const { tx } = batch
  const { changes, lastId } = tx.run(
    statement(
      q.EVENTS_NEW,
      events.flatMap(event => valuesOf(batch, event)),
    ),
  )
  const kept =
    changes === events.length
      ? null
      : new Set(changes === 0 ? [] : tx.all(q.eventsAfter(lastId - changes)).map(({ externalId }) => externalId))
  return events.filter(({ row, owner, record }) => {
    // An id that stands here twice was kept where it stands first.
    if (kept !== null && !kept.delete(record.externalId)) return true
    noteTime(batch, owner.id, record.at, true)
    tell(row, settle(batch, owner, 1))
    return false
  })
}

function keepOne(batch: Upserting, event: Event): RowEffect {
  const { tx, sourceId, stream, options } = batch
  const { owner, record } = event
  const { externalId, at } = record
  const holder = () => tx.get(q.eventHolder(sourceId, stream, externalId))
  if (options.insertOnly && holder() !== undefined) return idTaken(externalId, 'record')
  const { changes } = tx.run(statement(q.EVENT, valuesOf(batch, event)))
  batch.areNew = changes > 0
  if (changes === 0 && !belongsTo(holder(), owner)) return idTaken(externalId, 'account')
  noteTime(batch, owner.id, at, changes > 0)
  return settle(batch, owner, changes)
}

function valuesOf({ sourceId, stream }: Upserting, { owner, record }: Event): (string | number | null)[] {
  const { externalId, kind, at, value } = record
  return [owner.id, owner.home, sourceId, stream, externalId, kind, at, value, propertiesOf(record)]
}
