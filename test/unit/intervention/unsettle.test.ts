import { describe, expect, it } from 'vitest'
import { moveRuns } from '../../../main/engine/acting/running.ts'
import { commands } from '../../../main/engine/commands.ts'
import { createDecisions } from '../../../main/engine/open/decisions.ts'
import { finishTask } from '../../../main/intervention/commands.ts'
import { listUnsent } from '../../../main/intervention/guard/unsent/unsent.ts'
import { listTasks } from '../../../main/intervention/run/run-view.ts'
import { settle } from '../../../main/outbox/commands.ts'
import { listOutbox } from '../../../main/outbox/store.ts'
import type { Step } from '../../../shared/intervention/playbook.ts'
import { unwrap } from '../../../shared/result.ts'
import { DAY, SECOND } from '../../../shared/trigger/duration.ts'
import { aPlaybook, aReachableIssue, aTrigger, aWorkspace } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { aChannel, aClock, aDrain, SENT, started } from '../../helpers/outreach.ts'

const MESSAGE: Step = { type: 'outreach', channel: 'email', topic: 'service', subject: 'Hello', body: 'All well?' }
const TASK: Step = { type: 'task', title: 'Call', details: '' }
const WAIT: Step = { type: 'wait', for: '2d' }
const LOST = { ending: 'unsure', why: 'The connection was lost.' } as const

/** A message whose sending was cut off, in the run of a playbook that goes on with `after`. */
async function anUnsureMessage(...after: Step[]) {
  const cache = aCache()
  aWorkspace(cache.connection, { frequencyCap: { messages: 9, days: 7 } })
  aPlaybook(cache.connection, { steps: [MESSAGE, ...after] })
  aTrigger(cache.connection)
  const clock = aClock()
  let n = 0
  const next = () => ({ id: `d-${++n}`, actor: 'maya', device: 'test', at: clock.now() })
  const decisions = createDecisions(cache.writer, commands, next)
  const { issue } = aReachableIssue(cache.connection)
  const { interventionId, outboxId } = await started(cache, issue)
  const id = outboxId ?? 0
  let answer: typeof LOST | typeof SENT = LOST
  const channel = aChannel(() => answer)
  const drain = aDrain(cache, channel, clock)
  await drain()
  answer = SENT
  const say = async (as: 'sent' | 'send_again' | 'cancel') =>
    unwrap(await decisions.decide(settle, { id, as, wallNow: clock.wall(), undoMs: 8 * SECOND })).journalId
  const goOn = () => moveRuns({ ...cache, clock })
  const row = () => listOutbox(cache.read, { offset: 0, limit: 9 }).find(one => one.id === id)
  const steps = () => cache.connection.prepare('SELECT kind, state FROM step ORDER BY n').all()
  const tasks = () => listTasks(cache.read, { offset: 0, limit: 9 })
  return { ...cache, ...decisions, clock, channel, drain, interventionId, say, goOn, row, steps, tasks }
}

describe('taking back what was said about a message that may have arrived', () => {
  it.each(['sent', 'send_again', 'cancel'] as const)('“%s” leaves it unsure again, as it was', async as => {
    const box = await anUnsureMessage()
    const before = box.row()
    expect(before).toMatchObject({ state: 'unsure', why: 'The connection was lost.' })
    unwrap(await box.undo(await box.say(as)))
    expect({ ...box.row(), notBefore: 0 }).toEqual({ ...before, notBefore: 0 })
  })

  it('takes the run back to where it waited, and what the ledger said of it', async () => {
    const box = await anUnsureMessage(TASK, WAIT, MESSAGE)
    const said = await box.say('cancel')
    await box.goOn()
    expect(box.steps()).toMatchObject([{ state: 'stopped' }, { kind: 'task' }, { kind: 'wait' }])
    expect(listUnsent(box.read, { offset: 0, limit: 9 })).toHaveLength(1)
    unwrap(await box.undo(said))
    expect(box.steps()).toEqual([{ kind: 'outreach', state: 'open' }])
    await box.goOn()
    expect(box.steps()).toEqual([{ kind: 'outreach', state: 'open' }])
    await box.say('sent')
    await box.goOn()
    expect(box.steps()).toMatchObject([{ kind: 'outreach', state: 'done' }, { kind: 'task' }, { kind: 'wait' }])
    expect(listUnsent(box.read, { offset: 0, limit: 9 })).toEqual([])
  })

  it('lets a run that had ended with it wait again', async () => {
    const box = await anUnsureMessage()
    const said = await box.say('sent')
    await box.goOn()
    unwrap(await box.undo(said))
    const run = box.connection.prepare('SELECT state, ended_because FROM intervention').get()
    expect(run).toEqual({ state: 'running', ended_because: null })
  })

  it('gives the person who says “send again” a moment before it leaves, and is refused once it has', async () => {
    const box = await anUnsureMessage()
    const said = await box.say('send_again')
    expect(await box.drain()).toMatchObject({ sent: 0 })
    box.clock.advance(9 * SECOND)
    expect(await box.drain()).toMatchObject({ sent: 1 })
    expect(await box.undo(said)).toMatchObject({ ok: false, error: { why: 'The message has been sent again since.' } })
    expect(box.row()?.state).toBe('sent')
  })

  it('is refused once the run has sent its next message', async () => {
    const box = await anUnsureMessage(WAIT, MESSAGE)
    const said = await box.say('sent')
    await box.goOn()
    box.clock.advance(3 * DAY)
    await box.goOn()
    expect(box.steps()).toHaveLength(3)
    expect(await box.undo(said)).toMatchObject({
      ok: false,
      error: { why: 'The playbook has gone on to the next message or fix.' },
    })
  })

  it('is refused once a person has done what the run asked for next', async () => {
    const box = await anUnsureMessage(TASK)
    const said = await box.say('sent')
    await box.goOn()
    const [task] = box.tasks()
    const done = { interventionId: box.interventionId, n: task?.n ?? -1, as: 'done' as const, note: '' }
    unwrap(await box.decide(finishTask, done))
    expect(await box.undo(said)).toMatchObject({
      ok: false,
      error: { why: expect.stringContaining('a person has done') },
    })
  })
})
