import { z } from 'zod'
import { componentSchema, OUTAGE_STATES, type OutageState, SURENESS } from '../../shared/desk/outage.ts'
import { moment } from '../../shared/model/values.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import { statement, type WriteDb } from '../cache/db.ts'
import { defineCommand } from '../cache/journal.ts'
import { gone, type Uid, uidOf } from '../cache/uid.ts'
import { type OutageRow, openOutageOf, outageByUid } from './store.ts'

const id = uidOf('outage')

/**
 * A person says that a component is down. Its accounts get their issues from the engine, which goes on with that after a
 * crash; what it does depends on this decision and on the cache.
 *
 *   open ─▶ over ─▶ closed        each by a decision, each with a way back
 */
export const declareOutage = defineCommand({
  name: 'outage.declare',
  args: componentSchema.extend({ sure: z.array(z.enum(SURENESS)).min(1), beganAt: moment }),
  apply: (tx, { dimension, component, sure, beganAt }, { id, actor, at }) => {
    if (tx.get(openOutageOf(dimension, component)))
      return fail(
        'conflict',
        'The outage was not declared.',
        'An outage of this component is open already.',
        'Open that outage, or close it first.',
      )
    const { lastId } = tx.run(
      statement(
        `INSERT INTO outage (uid, dimension, component, state, sure, began_at, declared_at, declared_by)
         VALUES (?, ?, ?, 'open', ?, ?, ?, ?)`,
        [id, dimension, component, JSON.stringify([...new Set(sure)].sort()), Math.min(beganAt, at), at, actor],
      ),
    )
    return ok({ value: { outageId: lastId }, undo: { command: 'outage.close', args: { id } } })
  },
})

/** The component works again; who was told of its failure can now be told that. */
export const endOutage = defineCommand({
  name: 'outage.over',
  args: z.strictObject({ id }),
  apply: (tx, { id }, { at }) => {
    const row = stateOf(tx, id, ['open'], 'The outage was not ended.')
    if (!row.ok) return row
    set(tx, row.value, 'over', { over: at, closed: null })
    return ok({ value: null, undo: back(row.value) })
  },
})

/** Nothing more is to be done about an outage: its issues close. */
export const closeOutage = defineCommand({
  name: 'outage.close',
  args: z.strictObject({ id }),
  apply: (tx, { id }, { at }) => {
    const row = stateOf(tx, id, ['open', 'over'], 'The outage was not closed.')
    if (!row.ok) return row
    set(tx, row.value, 'closed', { over: row.value.over_at ?? at, closed: at })
    return ok({ value: null, undo: back(row.value) })
  },
})

/** The way back of the other two, unless the component has a newer outage. */
const reopenOutage = defineCommand({
  name: 'outage.reopen',
  args: z.strictObject({ id, as: z.enum(OUTAGE_STATES).exclude(['closed']), version: z.int() }),
  apply: (tx, { id, as, version }) => {
    const what = 'The outage was not opened again.'
    const row = stateOf(tx, id, ['over', 'closed'], what)
    if (!row.ok) return row
    const { dimension, component } = row.value
    const open = tx.get(openOutageOf(dimension, component))
    if (row.value.version !== version || (open !== undefined && open.uid !== id))
      return fail('conflict', what, 'The outage has changed since, or its component has a newer one.', LOOK)
    set(tx, row.value, as, { over: as === 'open' ? null : row.value.over_at, closed: null })
    return ok({ value: null, undo: { command: as === 'open' ? 'outage.over' : 'outage.close', args: { id } } })
  },
})

const LOOK = 'Check the list of outages.'

function stateOf(tx: WriteDb, id: Uid<'outage'>, states: readonly OutageState[], what: string): Result<OutageRow> {
  const row = tx.get(outageByUid(id))
  if (!row) return gone('outage', id)
  if (states.includes(row.state)) return ok(row)
  const words: Record<OutageState, string> = { open: 'still open', over: 'over already', closed: 'closed already' }
  return fail('conflict', what, `The outage is ${words[row.state]}.`, LOOK)
}

const set = (tx: WriteDb, row: OutageRow, state: OutageState, at: { over: number | null; closed: number | null }) =>
  tx.run(
    statement(
      `UPDATE outage SET state = ?, over_at = ?, closed_at = ?, marked_upto = 0, version = version + 1 WHERE id = ?`,
      [state, at.over, at.closed, row.id],
    ),
  )

const back = ({ uid, state, version }: OutageRow) => ({
  command: 'outage.reopen',
  args: { id: uid, as: state, version: version + 1 },
})

export const outageCommands = [declareOutage, endOutage, closeOutage, reopenOutage]
