import type { AutopilotView } from '../../shared/intervention/autopilot.ts'
import { DEFAULT_STOP_RULE } from '../../shared/intervention/stop-rule.ts'
import { DAY } from '../../shared/trigger/duration.ts'
import type { ReadDb } from '../cache/db.ts'
import { cardSince } from '../engine/acting/autopilot.ts'
import {
  autopilotAllowed,
  autopilotRows,
  cardOf,
  hashOfRule,
  setAutopilot,
  startedSince,
  stopRuleOf,
  stopRuleView,
} from '../intervention/door.ts'
import { proportion } from '../measure/door.ts'
import { listTriggers } from '../signal/door.ts'
import { api, journalled } from './whole/context.ts'

const CAP = 20

/** Every trigger's autopilot, off where nobody has switched it on. */
function views(db: ReadDb, now: number): AutopilotView[] {
  const allowed = autopilotAllowed(db)
  const rows = new Map(db.all(autopilotRows).map(row => [row.triggerId, row]))
  return listTriggers(db).map(({ definition: { id, title, playbook } }) => {
    const row = rows.get(id)
    const card = row && cardOf(db, id, cardSince(row, now), now)
    return {
      triggerId: id,
      triggerTitle: title,
      playbookId: playbook,
      allowed,
      enabled: allowed && row?.enabled === 1,
      dailyCap: row?.dailyCap ?? CAP,
      started: row ? startedSince(db, id, now - DAY) : 0,
      changedBy: row?.changedBy ?? null,
      changedAt: row?.changedAt ?? null,
      stoppedAt: row?.stoppedAt ?? null,
      stoppedBecause: row?.stoppedBecause ?? null,
      stopRule: stopRuleView(db, id, playbook, now),
      card: {
        falsePositives: proportion(card?.falsePositives ?? 0, card?.judged ?? 0),
        contacted: proportion(card?.treated.contacted ?? 0, card?.treated.n ?? 0),
        contactedControl: proportion(card?.control.contacted ?? 0, card?.control.n ?? 0),
      },
    }
  })
}

export const autopilot = {
  list: api.autopilot.list.handler(({ context: { engine } }) => views(engine.read, engine.clock.now())),
  set: api.autopilot.set.handler(async ({ context: { engine }, input }) => {
    const rule = input.rule ?? stopRuleOf(engine.read, input.triggerId)?.parsed ?? DEFAULT_STOP_RULE
    const ruleHash = hashOfRule(input.triggerId, rule)
    const done = await journalled(engine.decide(setAutopilot, { ...input, rule, ruleHash }))
    await engine.autopilot.run()
    return done
  }),
}
