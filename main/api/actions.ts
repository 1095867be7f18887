import type { ActionView, ResolutionView } from '../../shared/outbox/action-manifest.ts'
import { headline, outgoingOf } from '../../shared/outbox/outgoing.ts'
import { fail, unwrap } from '../../shared/result.ts'
import { query } from '../cache/db.ts'
import type { Engine } from '../engine/engine.ts'
import { actionSetting, judgeResolution, setAction } from '../intervention/door.ts'
import { actionManifests, specOf, systemOf } from '../outbox/door.ts'
import { api, journalled } from './context.ts'

/** Everything that could be done at some system, whether playbooks may use it, and what is missing. */
export async function listActions(engine: Engine): Promise<ActionView[]> {
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

const unknown = (id: string) =>
  fail('not_found', 'The fix was not changed.', `There is no fix “${id}”.`, 'Choose a fix from the list.')

interface Row extends Omit<ResolutionView, 'title' | 'before' | 'after'> {
  payload: string
  before: string
  after: string | null
}
const resolutions = (issueId: number | undefined, limit: number, offset: number) =>
  query<Row>(
    `SELECT r.outbox_id AS outboxId, r.intervention_id AS interventionId, r.issue_id AS issueId,
       r.account_id AS accountId, a.name AS accountName, r.action, r.target, o.state, o.why, o.payload,
       r.evidence_before AS before, r.evidence_after AS after, coalesce(r.applied_at, o.sent_at) AS appliedAt, r.verdict,
       r.judged_at AS judgedAt
     FROM resolution r JOIN outbox o ON o.id = r.outbox_id JOIN account a ON a.id = r.account_id
     WHERE ($issue IS NULL OR r.issue_id = $issue) ORDER BY r.outbox_id DESC LIMIT $limit OFFSET $offset`,
    { issue: issueId ?? null, limit, offset },
  )

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

export const resolution = {
  list: api.resolution.list.handler(({ context: { engine }, input }) =>
    engine.read
      .all(resolutions(input.issueId, input.limit, input.offset))
      .map(({ payload, before, after, ...row }) => ({
        ...row,
        title: headline(outgoingOf(payload)).subject,
        before: JSON.parse(before),
        after: after === null ? null : JSON.parse(after),
      })),
  ),
  judge: api.resolution.judge.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(judgeResolution, input)),
  ),
}
