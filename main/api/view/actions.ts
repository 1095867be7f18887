import type { ActionView } from '../../../shared/outbox/action-manifest.ts'
import type { Engine } from '../../engine/engine.ts'
import { actionSetting } from '../../intervention/door.ts'
import { actionManifests } from '../../outbox/door.ts'

/** Everything that could be done at some system, whether playbooks may use it, and what is missing. */
export async function listActions(engine: Pick<Engine, 'delivery' | 'dir' | 'read'>): Promise<ActionView[]> {
  const { channels } = await engine.delivery.listChannels()
  const missingAt = new Map(channels.map(({ id, missing }) => [id, missing]))
  return actionManifests(engine.dir).flatMap(found => {
    if (!found.ok) return [broken(found)]
    const { id: system, name: systemName, actions } = found.manifest
    const missing = missingAt.get(system) ?? []
    return Object.entries(actions).map(([action, { name, about, params }]) => {
      const id = `${system}.${action}`
      const setting = actionSetting(engine.read, id)
      return {
        id,
        name,
        about,
        system,
        systemName,
        params: Object.entries(params).map(([param, { label }]) => ({ name: param, label })),
        enabled: setting !== null,
        autoApprove: setting?.autoApprove ?? false,
        ready: missing.length === 0,
        missing,
        problem: null,
      }
    })
  })
}

const broken = ({ file, problem }: { file: string; problem: string }): ActionView => ({
  id: file,
  name: file,
  about: '',
  system: file,
  systemName: file,
  params: [],
  enabled: false,
  autoApprove: false,
  ready: false,
  missing: [],
  problem,
})
