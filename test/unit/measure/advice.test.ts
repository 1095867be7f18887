import { describe, expect, it } from 'vitest'
import { commandsByName } from '../../../main/cache/journal.ts'
import { createDecisions } from '../../../main/engine/open/decisions.ts'
import { setRoles } from '../../../main/intervention/commands.ts'
import { adviceCommands, decideAdvice, lookAtAdvice } from '../../../main/measure/advice/commands.ts'
import { adviceDecisions, keptFigures, playbookSince } from '../../../main/measure/advice/decisions.ts'
import { reviewFigures } from '../../../main/measure/figures/figures.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { aWorkspace, NOON } from '../../helpers/builders.ts'
import { aReadyCache } from '../../helpers/ready-cache.ts'
import { addHistory } from '../../helpers/review-history.ts'

const DECIDED = NOON - 60 * DAY

/** A lead and a specialist of a team whose third playbook harms. */
function aTeamWithAdvice() {
  const cache = aReadyCache()
  aWorkspace(cache.connection)
  addHistory(cache.connection, {
    ...{ accounts: 1_500, interventions: 4_000, days: 200, effects: [-0.12, 0, 0.25], seed: 5, heldOut: 0.4 },
  })
  let n = 0
  const by = (actor: string, at: number) =>
    createDecisions(cache.writer, commandsByName([...adviceCommands, setRoles]), () => ({
      id: `d-${++n}`,
      ...{ actor, device: 'test', at },
    }))
  const advised = () => {
    const { recommendations, effects } = reviewFigures(cache.read, {}, { now: DECIDED, wall: DECIDED })
    const effect = effects.find(({ dimension, key }) => dimension === 'playbook' && key === 'playbook-2')
    return {
      advice: recommendations.find(({ playbookId }) => playbookId === 'playbook-2')?.advice,
      figures: effect && keptFigures(effect.assigned),
    }
  }
  const { figures } = advised()
  if (!figures) throw new Error('the playbook has an effect')
  const args = {
    ...({
      playbookId: 'playbook-2',
      advice: 'pause',
      segment: null,
      answer: 'decline',
      reason: 'A new price',
    } as const),
    ...{ figures, lookAt: DECIDED + 30 * DAY },
  }
  return { ...cache, by, args, advised }
}

describe('a decision about advice', () => {
  it('is kept with the figures it rests on, and waits until its window is over', async () => {
    const { by, args, read, advised } = aTeamWithAdvice()
    expect(advised().advice).toBe('pause')
    expect(await by('maya', DECIDED).decide(decideAdvice, args)).toMatchObject({ ok: true })
    const [waiting] = adviceDecisions(read, DECIDED + 29 * DAY)
    expect(waiting).toMatchObject({ state: 'waiting', before: args.figures, since: null, reason: 'A new price' })
  })

  it('comes back after its window with what was started since, counted as plain SQL counts it', async () => {
    const { by, args, read, connection } = aTeamWithAdvice()
    await by('maya', DECIDED).decide(decideAdvice, args)
    const [due] = adviceDecisions(read, NOON)
    const count = (arm: string) =>
      connection
        .prepare(
          `SELECT count(*) AS starts, ifnull(sum(EXISTS (SELECT 1 FROM object o WHERE o.kind = 'ticket'
             AND o.account_id = i.account_id AND o.opened_at > i.exposed_at AND o.opened_at <= i.window_ends_at)), 0)
             AS contacts
           FROM intervention i WHERE i.playbook_id = 'playbook-2' AND i.arm = ? AND i.exposed_at >= ${DECIDED}
             AND i.window_ends_at <= ${NOON}`,
        )
        .get(arm)
    expect(due).toMatchObject({ state: 'due', since: { treated: count('treatment'), control: count('control') } })
    expect(due?.since?.treated.starts).toBeGreaterThan(50)
  })

  it('is closed once by a lead, after its window, and can be reopened', async () => {
    const { by, args, read } = aTeamWithAdvice()
    await by('maya', DECIDED).decide(decideAdvice, args)
    const decision = adviceDecisions(read, NOON)[0]?.id ?? ''
    const found = playbookSince(read, 'playbook-2', DECIDED, NOON)
    const early = await by('maya', DECIDED + DAY).decide(lookAtAdvice, { decision, found })
    expect(early).toMatchObject({ ok: false, error: { why: 'The window of the decision is not over.' } })
    const late = by('maya', NOON)
    expect(await late.decide(lookAtAdvice, { decision, found })).toMatchObject({ ok: true })
    expect(adviceDecisions(read, NOON + 90 * DAY)[0]).toMatchObject({ state: 'looked', since: found, lookedBy: 'maya' })
    expect(await late.decide(lookAtAdvice, { decision, found })).toMatchObject({ ok: false })
    expect(await late.undo(undefined)).toMatchObject({ ok: true })
    expect(adviceDecisions(read, NOON)[0]).toMatchObject({ state: 'due', lookedBy: null })
  })

  it('is a lead’s: a specialist is refused, and nothing is kept', async () => {
    const { by, args, read } = aTeamWithAdvice()
    await by('maya', DECIDED).decide(setRoles, { maya: ['admin'], sam: ['specialist'] })
    const refused = await by('sam', DECIDED).decide(decideAdvice, args)
    expect(refused).toMatchObject({ ok: false, error: { kind: 'refused' } })
    expect(adviceDecisions(read, NOON)).toEqual([])
  })

  it('can be taken back', async () => {
    const { by, args, read } = aTeamWithAdvice()
    const lead = by('maya', DECIDED)
    await lead.decide(decideAdvice, args)
    expect(await lead.undo(undefined)).toMatchObject({ ok: true })
    expect(adviceDecisions(read, NOON)).toEqual([])
  })
})
