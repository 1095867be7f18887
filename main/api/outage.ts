import { fail, unwrap } from '../../shared/result.ts'
import type { ReadDb } from '../cache/db.ts'
import { callList, listOutages, type OutageRow, outageById, outageDetail } from '../outage/door.ts'
import { api } from './whole/context.ts'

function outageOf(read: ReadDb, id: number): OutageRow {
  const row = read.get(outageById(id))
  return (
    row ?? unwrap(fail('not_found', `There is no outage ${id}.`, 'No outage has this number.', 'List the outages.'))
  )
}

export const outage = {
  components: api.outage.components.handler(({ context: { engine } }) =>
    engine.apart.ask('outageComponents', { namings: engine.outages.namings(), now: engine.clock.now() }),
  ),
  affected: api.outage.affected.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.outages.affected(input)),
  ),
  declare: api.outage.declare.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.outages.declare({ ...input, beganAt: input.beganAt ?? engine.clock.now() })),
  ),
  list: api.outage.list.handler(({ context: { engine } }) => listOutages(engine.read)),
  get: api.outage.get.handler(({ context: { engine }, input }) =>
    outageDetail(engine.read, outageOf(engine.read, input.id)),
  ),
  calls: api.outage.calls.handler(({ context: { engine }, input }) =>
    callList(engine.read, outageOf(engine.read, input.id)),
  ),
  over: api.outage.over.handler(async ({ context: { engine }, input }) => unwrap(await engine.outages.over(input.id))),
  close: api.outage.close.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.outages.close(input.id)),
  ),
}
