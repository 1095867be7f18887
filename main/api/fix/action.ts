import { fail, unwrap } from '../../../shared/result.ts'
import { setAction } from '../../intervention/door.ts'
import { specOf, systemOf } from '../../outbox/door.ts'
import { listActions } from '../view/actions.ts'
import { api, journalled } from '../whole/context.ts'

const unknown = (id: string) =>
  fail('not_found', 'The action was not changed.', `No action is called ${id}.`, 'Look at the list of actions.')

export const action = {
  list: api.action.list.handler(({ context: { engine } }) => listActions(engine)),
  set: api.action.set.handler(({ context: { engine }, input: { id, enabled, autoApprove } }) => {
    const system = id.split('.')[0] ?? ''
    const manifest = systemOf(engine.dir, system)
    const spec = manifest && specOf(manifest, id)
    if (!spec) return unwrap(unknown(id))
    const setting = enabled ? { channel: system, title: spec.name, autoApprove } : null
    return journalled(engine.decide(setAction, { id, setting }))
  }),
}
