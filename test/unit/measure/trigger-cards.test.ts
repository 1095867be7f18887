import { describe, expect, it } from 'vitest'
import { commandsByName } from '../../../main/cache/journal.ts'
import { createDecisions } from '../../../main/engine/open/decisions.ts'
import { setRoles } from '../../../main/intervention/commands.ts'
import { triggerCards } from '../../../main/measure/cards/trigger-cards.ts'
import { triggerCommands } from '../../../main/signal/commands.ts'
import { decideTrigger } from '../../../main/signal/decide-trigger.ts'
import { findTrigger } from '../../../main/signal/store.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { anAccount, anIssue, aPlaybook, aSignal, aTicket, aTrigger, aWorkspace, NOON } from '../../helpers/builders.ts'
import { aReadyCache } from '../../helpers/ready-cache.ts'
import { aTrainedBody, putTrained } from '../../helpers/trained-model.ts'

const FIRED = NOON - 30 * DAY

interface Shape {
  accounts?: number
  contacts?: number
  dismissed?: number
  acted?: number
}

/** A trigger that has fired for so many accounts 30 days ago; the first ones contacted us two days later. */
function aTriggerThatFired({ accounts = 40, contacts = 10, dismissed = 0, acted = 0 }: Shape = {}) {
  const cache = aReadyCache()
  const db = cache.connection
  aWorkspace(db)
  aPlaybook(db)
  const trigger = aTrigger(db)
  for (let n = 0; n < accounts; n++) {
    const account = anAccount(db)
    const closed = { state: 'closed', closedBecause: 'false_positive', closedAt: FIRED + DAY } as const
    const issue = anIssue(db, { account, openedAt: FIRED, ...(n < dismissed && closed) })
    aSignal(db, issue, { trigger, firedAt: FIRED })
    if (n < contacts) aTicket(db, account, FIRED + 2 * DAY)
    if (n < acted)
      db.prepare(
        `INSERT INTO intervention (id, issue_id, account_id, trigger_id, playbook_id, playbook_version, arm, exposed_at,
           window_ends_at, started_by)
         VALUES (?, ?, ?, ?, 'usage-check-in', 1, 'treatment', ?, ?, 'maya')`,
      ).run(`v${n}`, issue, account, trigger, FIRED + DAY, FIRED + 15 * DAY)
  }
  let n = 0
  const by = (actor: string) =>
    createDecisions(cache.writer, commandsByName([...triggerCommands, setRoles]), () => ({
      id: `d-${++n}`,
      ...{ actor, device: 'test', at: NOON },
    }))
  const cardOf = (now = NOON) => triggerCards(cache.read, now).cards.find(one => one.triggerId === trigger)
  return { ...cache, trigger, by, cardOf }
}

describe('the card of a trigger', () => {
  it('counts what followed firings that nobody acted on, once their window has closed', () => {
    const { cardOf } = aTriggerThatFired({ acted: 4 })
    expect(cardOf()?.precision).toMatchObject({ n: 36, k: 6 })
    expect(cardOf(FIRED + 14 * DAY - 1)?.precision).toMatchObject({ n: 0, value: null })
    expect(cardOf()?.figures).toMatchObject({ firings: 36, followed: 6 })
  })

  it('leaves out a ticket that is told to be about another category, and says how many tell', () => {
    const { cardOf, connection, read } = aTriggerThatFired()
    const billing = connection.prepare(
      `UPDATE object SET properties = '{"category":"billing"}' WHERE id IN (SELECT id FROM object LIMIT 4)`,
    )
    billing.run()
    expect(cardOf()?.precision).toMatchObject({ n: 40, k: 6 })
    expect(triggerCards(read, NOON).tickets).toEqual({ all: 10, told: 4 })
  })

  it('stands beside the model, had it warned of as many accounts in the same time', () => {
    const { cardOf, connection } = aTriggerThatFired()
    expect(cardOf()?.besideModel).toBeNull()
    const body = aTrainedBody()
    const judged = { ...body.card.judged, from: FIRED - DAY, to: FIRED + DAY }
    const curve = [
      { n: 30, k: 12 },
      { n: 50, k: 16 },
    ]
    putTrained(connection, { ...body, card: { ...body.card, judged, curve } })
    expect(cardOf()?.besideModel).toMatchObject({ trigger: { n: 40, k: 10 }, model: { n: 40, k: 14 } })
  })
})

describe('a proposal to pause a trigger', () => {
  const proposed = () => aTriggerThatFired({ dismissed: 30 })
  const args = (
    trigger: string,
    figures: NonNullable<ReturnType<ReturnType<typeof proposed>['cardOf']>>['figures'],
  ) => ({
    ...({ id: trigger, finding: 'false_alarms', answer: 'pause', reason: 'It fires after releases' } as const),
    ...{ figures, lookAt: NOON + 30 * DAY },
  })

  it('is followed by a lead in one decision, whose undo turns the trigger on again', async () => {
    const { cardOf, by, trigger, read } = proposed()
    const { proposal, figures } = cardOf() ?? {}
    expect(proposal?.finding).toBe('false_alarms')
    if (!figures) throw new Error('there is a card')
    const lead = by('maya')
    expect(await lead.decide(decideTrigger, args(trigger, figures))).toMatchObject({ ok: true })
    expect(findTrigger(read, trigger)?.enabled).toBe(false)
    expect(cardOf()).toMatchObject({ enabled: false, proposal: null, decision: { answer: 'pause', decidedBy: 'maya' } })
    expect(await lead.undo(undefined)).toMatchObject({ ok: true })
    expect(cardOf()).toMatchObject({ enabled: true, decision: null, proposal: { finding: 'false_alarms' } })
  })

  it('is not made again before the window of the decision to keep it is over', async () => {
    const { cardOf, by, trigger } = proposed()
    const figures = cardOf()?.figures
    if (!figures) throw new Error('there is a card')
    await by('maya').decide(decideTrigger, { ...args(trigger, figures), answer: 'keep' })
    expect(cardOf(NOON + 30 * DAY - 1)).toMatchObject({ enabled: true, proposal: null, decision: { answer: 'keep' } })
    expect(cardOf(NOON + 30 * DAY)?.proposal?.finding).toBe('false_alarms')
  })

  it('is no specialist’s to decide', async () => {
    const { cardOf, by, trigger } = proposed()
    const figures = cardOf()?.figures
    if (!figures) throw new Error('there is a card')
    await by('maya').decide(setRoles, { maya: ['lead', 'admin'], kim: ['specialist'] })
    expect(await by('kim').decide(decideTrigger, args(trigger, figures))).toMatchObject({ ok: false })
    expect(cardOf()?.enabled).toBe(true)
  })
})
