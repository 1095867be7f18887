import { describe, expect, it } from 'vitest'
import { commandsByName, undo } from '../../../main/cache/journal.ts'
import type { Given } from '../../../main/cache/uid.ts'
import { createRunning, moveRuns } from '../../../main/engine/acting/running.ts'
import {
  finishTask,
  interventionCommands,
  recallMessage,
  savePlaybook,
  startIntervention,
  stopRun,
  suppress,
} from '../../../main/intervention/commands.ts'
import { listVersions } from '../../../main/intervention/playbook/playbooks.ts'
import { carryOn } from '../../../main/intervention/run/run.ts'
import { listTasks, runView } from '../../../main/intervention/run/run-view.ts'
import { previewOutreach } from '../../../main/intervention/start/preview-start.ts'
import { startOne } from '../../../main/intervention/start/start.ts'
import { confirmOutcome, outcomeCommands } from '../../../main/outcome/commands.ts'
import { type OutreachStep, type Playbook, playbookSchema } from '../../../shared/intervention/playbook.ts'
import { unwrap } from '../../../shared/result.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import {
  anEvent,
  aPlaybook,
  aReachableIssue,
  aTicket,
  aTrigger,
  aWorkspace,
  NOON,
  putSetting,
} from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { decideNow } from '../../helpers/decisions.ts'
import { aChannel, aClock, aDrain, SENT } from '../../helpers/outreach.ts'

const message = (subject: string): OutreachStep => ({
  type: 'outreach',
  channel: 'email',
  topic: 'service',
  subject,
  body: 'Hello.',
})
const retry = { type: 'resolution', action: 'stripe.retry_payment', params: { account: '{{ account.id }}' } } as const
const call = { type: 'task', title: 'Call {{ account.name }}', details: '{{ contact.name }}', due: '1d' } as const
const frame = {
  ...{ id: 'usage-check-in', name: 'Check-in', summary: '', categories: ['usage'], treatability: 0.3, window: '14d' },
}

/** A workspace with one issue and a playbook of these steps; days pass by hand. */
function aRun(steps: readonly unknown[], guardrails = {}) {
  const cache = aCache()
  const db = cache.connection
  aWorkspace(db, guardrails)
  aTrigger(db)
  const playbook: Playbook = playbookSchema.parse({ ...frame, steps })
  aPlaybook(db, playbook)
  const { issue, account, contact } = aReachableIssue(db, { account: { uid: 'shop:A-7', name: 'Engines Ltd' } })
  const clock = aClock()
  const channel = aChannel(() => SENT)
  const drain = aDrain(cache, channel, clock)
  const { writer, read } = cache
  let decisions = 0
  const decided = <Args, Value>(command: Parameters<typeof decideNow<Args, Value>>[1], args: Given<Args>) =>
    decideNow(writer, command, args, { id: `d-${decisions++}`, at: clock.now() })
  const start = async (changes = {}) => {
    const args = {
      issueId: issue,
      playbookId: playbook.id,
      overrides: [],
      wallNow: clock.wall(),
      undoMs: 0,
      ...changes,
    }
    return decideNow(writer, startIntervention, args, { id: 'run', at: clock.now() })
  }
  return {
    ...{ db, writer, read, issue, account, contact, clock, channel, playbook, drain, decided, start },
    /** Sends what may leave and takes runs on; gives how many moved. */
    live: async (ms = 0) => {
      clock.advance(ms)
      await moveRuns({ writer, read, clock })
      await drain()
      return moveRuns({ writer, read, clock })
    },
    undoLast: () =>
      writer.write('user', tx => {
        const decision = { id: `u-${decisions++}`, actor: 'maya', device: 'test', at: clock.now() }
        return undo(tx, commandsByName([...interventionCommands, ...outcomeCommands]), decision, undefined)
      }),
    steps: () => unwrap(runView(read, 'run')).steps.map(({ kind, state }) => `${kind} ${state}`),
    view: () => unwrap(runView(read, 'run')),
    one: (sql: string) => db.prepare(sql).get(),
    all: (table: string) => db.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[],
    left: () => channel.left.map(out => ('subject' in out ? out.subject : out.key)),
  }
}

const CALL_THEM = [
  message('First'),
  { type: 'wait', for: '2d' },
  {
    type: 'branch',
    cases: [
      { if: { any: ['replied', 'metric_met'] }, do: 'stop' },
      { if: 'condition_cleared', do: [message('Glad it works again')] },
    ],
    else: [call],
  },
]

describe('a run of several steps', () => {
  it('writes, waits, and opens a task for a person when nobody replied', async () => {
    const run = aRun(CALL_THEM)
    unwrap(await run.start())
    expect(run.steps()).toEqual(['outreach open'])
    await run.live()
    expect(run.left()).toEqual(['First'])
    expect(run.view()).toMatchObject({ state: 'running', wakeAt: NOON + 2 * DAY })
    expect(await run.live(2 * DAY - 1)).toBe(0)
    expect(listTasks(run.read, { limit: 10, offset: 0 })).toEqual([])
    await run.live(1)
    expect(run.steps()).toEqual(['outreach done', 'wait done', 'branch done', 'task open'])
    expect(listTasks(run.read, { limit: 10, offset: 0 })).toMatchObject([
      { title: 'Call Engines Ltd', details: 'Ada Lovelace', dueAt: NOON + 3 * DAY, issueId: run.issue },
    ])
    expect(run.view().state).toBe('running')
    unwrap(await run.decided(finishTask, { interventionId: 'run', n: 3, as: 'done', note: 'All well.' }))
    await run.live()
    expect(run.view()).toMatchObject({ state: 'done', endedBecause: 'All steps are done.' })
    expect(run.left()).toEqual(['First'])
  })

  it.each([
    ['a ticket', (run: ReturnType<typeof aRun>) => aTicket(run.db, run.account, NOON + DAY)],
    ['a chat', (run: ReturnType<typeof aRun>) => anEvent(run.db, run.account, 'chat', NOON + DAY)],
    ['a reply', (run: ReturnType<typeof aRun>) => anEvent(run.db, run.account, 'reply', NOON + DAY)],
  ])('stops where they replied by %s', async (_, reply) => {
    const run = aRun(CALL_THEM)
    unwrap(await run.start())
    await run.live()
    reply(run)
    await run.live(2 * DAY)
    expect(run.steps()).toEqual(['outreach done', 'wait done', 'branch done'])
    expect(run.view()).toMatchObject({ state: 'stopped', endedBecause: 'The playbook ends here.' })
  })

  it('a ticket that our message became at the helpdesk is no reply', async () => {
    const run = aRun(CALL_THEM)
    unwrap(await run.start())
    await run.live()
    const ticket = aTicket(run.db, run.account, NOON + HOUR, NOON + 2 * HOUR)
    run.db.prepare('UPDATE outbox SET provider_id = (SELECT external_id FROM object WHERE id = ?)').run(ticket)
    await run.live(2 * DAY)
    expect(run.steps().at(-1)).toBe('task open')
  })

  it('tells of the good end although the condition has cleared, and of nothing else', async () => {
    const run = aRun(CALL_THEM)
    unwrap(await run.start())
    await run.live()
    run.db.prepare('UPDATE signal SET cleared_at = ?').run(NOON + DAY)
    await run.live(2 * DAY)
    expect(run.left()).toEqual(['First', 'Glad it works again'])
    const other = aRun([message('First'), { type: 'wait', for: '1d' }, message('Still broken?')])
    unwrap(await other.start())
    await other.live()
    other.db.prepare('UPDATE signal SET cleared_at = ?').run(NOON + HOUR)
    await other.live(DAY)
    expect(other.left()).toEqual(['First'])
    expect(other.steps().at(-1)).toBe('outreach refused')
  })

  it('does not tell of a good end those who were never written to', async () => {
    const run = aRun(CALL_THEM, { quietHours: { from: 0, to: 13 } })
    unwrap(await run.start())
    run.db.prepare('UPDATE signal SET cleared_at = ?').run(NOON + 1)
    await run.live(HOUR)
    await run.live(3 * DAY)
    expect(run.steps()).toEqual(['outreach refused', 'wait done', 'branch done', 'outreach refused'])
    expect(run.left()).toEqual([])
  })

  it('what was said before the message is no reply to it', async () => {
    const run = aRun(CALL_THEM, { recentContactDays: 0 })
    anEvent(run.db, run.account, 'chat', NOON - HOUR)
    unwrap(await run.start())
    await run.live()
    await run.live(2 * DAY)
    expect(run.steps().at(-1)).toBe('task open')
  })

  it('a closed issue stops it and takes back what waits', async () => {
    const run = aRun([call, message('First')], { quietHours: { from: 0, to: 20 } })
    unwrap(await run.start())
    expect(run.steps()).toEqual(['task open', 'outreach open'])
    run.db.exec("UPDATE issue SET state = 'closed', closed_because = 'known'")
    expect(await run.live()).toBe(0)
    expect(run.view()).toMatchObject({ state: 'stopped', endedBecause: 'The issue was closed (known).' })
    expect(run.steps()).toEqual(['task stopped', 'outreach stopped'])
    expect(run.one('SELECT state, why FROM outbox')).toEqual({
      state: 'cancelled',
      why: 'The issue was closed (known).',
    })
    await run.live(DAY)
    expect(run.left()).toEqual([])
  })

  it('waits a moment after its issue was closed: the person may undo that', async () => {
    const run = aRun([call, message('First')], { quietHours: { from: 12, to: 13 } })
    unwrap(await run.start())
    unwrap(await run.decided(confirmOutcome, { interventionId: 'run', outcome: 'quiet' }))
    await run.live(10_000)
    expect(run.view().state).toBe('running')
    expect(listTasks(run.read, { limit: 10, offset: 0 })).toEqual([])
    expect((await run.undoLast()).ok).toBe(true)
    await run.live(HOUR)
    expect(run.left()).toEqual(['First'])
    expect(listTasks(run.read, { limit: 10, offset: 0 })).toHaveLength(1)
    unwrap(await run.decided(confirmOutcome, { interventionId: 'run', outcome: 'quiet' }))
    await run.live(30_000)
    expect(run.view()).toMatchObject({ state: 'stopped', endedBecause: 'The issue was closed (outcome:quiet).' })
  })

  it('goes on with the version that it started with', async () => {
    const run = aRun([message('First'), { type: 'wait', for: '1d' }, message('Second')])
    unwrap(await run.start())
    await run.live()
    unwrap(await run.decided(savePlaybook, { ...run.playbook, steps: [message('Quite another')] }))
    expect(listVersions(run.read, run.playbook.id).map(({ version, running }) => [version, running])).toEqual([
      [2, 0],
      [1, 1],
    ])
    await run.live(DAY)
    expect(run.left()).toEqual(['First', 'Second'])
    expect(run.view()).toMatchObject({ state: 'done', playbookVersion: 1 })
  })

  it('asks preflight again after a wait; a refused message is kept with its reason, and the playbook goes on', async () => {
    const run = aRun([message('First'), { type: 'wait', for: '1d' }, message('Second'), call])
    unwrap(await run.start())
    await run.live()
    const address = (run.one('SELECT email FROM contact') as { email: string }).email
    unwrap(await run.decided(suppress, { address, reason: 'asked us to stop' }))
    await run.live(DAY)
    expect(run.left()).toEqual(['First'])
    expect(run.steps()).toEqual(['outreach done', 'wait done', 'outreach refused', 'task open'])
    expect(run.view().steps[2]?.why).toContain('asked us to stop')
  })

  it('the frequency cap holds over the messages of one run', async () => {
    const run = aRun([message('First'), { type: 'wait', for: '1d' }, message('Second')], {
      frequencyCap: { messages: 1, days: 7 },
    })
    unwrap(await run.start())
    await run.live()
    await run.live(DAY)
    expect(run.left()).toEqual(['First'])
    await run.live(6 * DAY - 1)
    expect(run.left()).toEqual(['First'])
    await run.live(1)
    expect(run.left()).toEqual(['First', 'Second'])
  })

  it('does nothing for an account of the control arm', async () => {
    const run = aRun([retry, call, message('First')], { holdout: 1 })
    expect(unwrap(await run.start())).toMatchObject({ arm: 'control', outboxId: null })
    expect(run.steps()).toEqual([])
    expect(run.view().state).toBe('done')
    await run.live(DAY)
    expect(run.left()).toEqual([])
  })

  it('the reason to write to a held-out account holds for the whole run', async () => {
    const run = aRun([message('First'), { type: 'wait', for: '1d' }, message('Second')], { holdout: 1 })
    unwrap(await run.start({ overrides: [{ check: 'arm', reason: 'they lose money by the hour' }] }))
    await run.live()
    await run.live(DAY)
    expect(run.left()).toEqual(['First', 'Second'])
  })
})

describe('a fix', () => {
  const STEPS = [retry, message('We tried, but')]

  it('that is not set up is passed over, with the reason kept, and the message leaves at once', async () => {
    const run = aRun(STEPS)
    expect(unwrap(await run.start())).toMatchObject({ outboxId: 1 })
    expect(run.steps()).toEqual(['resolution refused', 'outreach open'])
    expect(run.view().steps[0]?.why).toBe('The action stripe.retry_payment is not set up in this workspace.')
    await run.live()
    expect(run.left()).toEqual(['We tried, but'])
  })

  const tried = async (verdict: 'worked' | 'failed') => {
    const run = aRun(STEPS)
    putSetting(run.db, 'action:stripe.retry_payment', {
      channel: 'stripe',
      title: 'Retry a payment',
      autoApprove: true,
    })
    unwrap(await run.start({ subject: 'My words', text: 'Hello, my words.' }))
    expect(run.steps()).toEqual(['resolution open'])
    expect(run.one('SELECT kind, channel, recipient, step FROM outbox')).toEqual({
      kind: 'action',
      channel: 'stripe',
      recipient: 'shop:A-7',
      step: 0,
    })
    expect(run.one('SELECT params FROM resolution')).toEqual({ params: '{"account":"A-7"}' })
    run.db.exec("UPDATE outbox SET state = 'sent'")
    expect(await run.live()).toBe(0)
    run.db.exec(`UPDATE resolution SET verdict = '${verdict}'`)
    await run.live()
    return run
  }

  it('that worked closes the issue, and no message goes out', async () => {
    const run = await tried('worked')
    expect(run.left()).toEqual([])
    expect(run.view()).toMatchObject({ state: 'done', endedBecause: 'The fix worked.' })
    expect(run.one('SELECT state, closed_because AS why FROM issue')).toEqual({ state: 'closed', why: 'fixed' })
  })

  it('that failed gives the message its turn, in the words that a person had chosen at the start', async () => {
    const run = await tried('failed')
    expect(run.left()).toEqual(['My words'])
    expect(run.view().state).toBe('done')
  })
})

describe('a fix whose endings are told in words of their own', () => {
  const branch = (yes: unknown[], no: unknown[]) => ({
    type: 'branch',
    cases: [{ if: 'resolution_worked', do: yes }],
    else: no,
  })
  const fix = { ...retry, worked: 'continue' } as const
  const BOTH = [fix, { type: 'wait', for: '1h' }, branch([message('It works again')], [message('It does not work')])]
  const shownIn = (steps: readonly unknown[]) => {
    const run = aRun(steps)
    putSetting(run.db, 'action:stripe.retry_payment', { channel: 'stripe', title: 'Retry', autoApprove: true })
    const input = { issueId: run.issue, playbookId: frame.id, overrides: [] }
    const { fixFirst, message: first } = unwrap(previewOutreach(run.read, input, NOON))
    return { run, shown: { first: first?.subject ?? null, fixFirst } }
  }
  const lived = async (run: ReturnType<typeof aRun>, verdict: 'worked' | 'failed') => {
    unwrap(await run.start({ subject: 'My words', text: 'Hello, my words.' }))
    run.db.exec(`UPDATE outbox SET state = 'sent'; UPDATE resolution SET verdict = '${verdict}'`)
    await run.live()
    run.clock.advance(2 * HOUR)
    await run.live()
    return run.left()
  }
  const action = 'stripe.retry_payment'

  it('is previewed with the message of its failure, and with the other one beside it', () => {
    const other = { subject: 'It works again', text: 'Hello.' }
    const shown = { first: 'It does not work', fixFirst: { action, sends: 'failed', other } }
    expect(shownIn(BOTH).shown).toEqual(shown)
    expect(shownIn([retry, message('It does not work')]).shown.fixFirst).toEqual({
      action,
      sends: 'failed',
      other: null,
    })
    expect(shownIn([fix, message('Either way')]).shown.fixFirst).toEqual({ action, sends: 'either', other: null })
    expect(shownIn([fix, branch([message('It works')], [call])]).shown).toEqual({
      first: 'It works',
      fixFirst: { action, sends: 'worked', other: null },
    })
    expect(shownIn([message('At once'), fix]).shown.fixFirst).toBeNull()
  })

  it('never gets the words that a person had written for the other one', async () => {
    expect(await lived(shownIn(BOTH).run, 'worked')).toEqual(['It works again'])
    expect(await lived(shownIn(BOTH).run, 'failed')).toEqual(['My words'])
  })
})

describe('the engine', () => {
  it('takes runs on after a change, and without one when their wait is over', async () => {
    const run = aRun(CALL_THEM)
    const running = createRunning(run)
    unwrap(await run.start())
    await running.moveIfDue()
    expect(run.steps()).toEqual(['outreach open'])
    await run.drain()
    await running.moveIfDue()
    expect(run.view().wakeAt).toBeNull()
    running.changed(['outbox'])
    while (run.view().wakeAt === null) await running.moveIfDue()
    expect(run.steps()).toEqual(['outreach done', 'wait open'])
    run.clock.advance(2 * DAY)
    await running.moveIfDue()
    expect(run.steps().at(-1)).toBe('task open')
  })
})

describe('a crash', () => {
  it('at any write changes nothing: the same step gives the same key, and is queued once', async () => {
    const run = aRun([call, message('First'), { type: 'wait', for: '1d' }, retry, call, message('Second')])
    unwrap(await run.start())
    await run.live()
    run.clock.advance(DAY)
    const moment = { now: run.clock.now(), wall: run.clock.wall() }
    const state = () => ['step', 'outbox', 'intervention', 'verdict', 'unsent'].map(table => run.all(table))
    const before = state()
    const keys = new Set<unknown>()
    /** Dies at the nth write; says how many there were where it came through. */
    const attempt = async (nth: number): Promise<number | null> => {
      let writes = 0
      try {
        await run.writer.write('user', tx => {
          const dying = {
            ...tx,
            run: (statement: Parameters<typeof tx.run>[0]) => {
              if (++writes === nth) throw new Error('the process dies here')
              const done = tx.run(statement)
              for (const row of run.all('outbox')) keys.add(row.key)
              return done
            },
          }
          carryOn(dying, 'run', moment)
        })
        return writes
      } catch {
        return null
      }
    }
    let nth = 1
    let survived = await attempt(nth)
    for (; survived === null; survived = await attempt(++nth)) expect(state()).toEqual(before)
    expect(survived).toBe(nth - 1)
    expect(nth).toBeGreaterThan(7)
    const after = state()
    await attempt(1_000)
    expect(state()).toEqual(after)
    expect(keys.size).toBe(2)
    await run.live()
    expect(run.left()).toEqual(['First', 'Second'])
  })
})

describe('what people decide about a run', () => {
  it('taking it back after a message has left stops it and keeps its outcome', async () => {
    const run = aRun([message('First'), { type: 'wait', for: '1d' }, message('Second')])
    unwrap(await run.start())
    await run.live()
    unwrap(await run.decided(recallMessage, { id: 1 }))
    expect(run.view()).toMatchObject({ state: 'stopped', endedBecause: 'Recalled.' })
    expect(run.one('SELECT count(*) AS n FROM outcome')).toEqual({ n: 1 })
    await run.live(2 * DAY)
    expect(run.left()).toEqual(['First'])
    const again = await run.decided(recallMessage, { id: 1 })
    expect(!again.ok && again.error.why).toBe('The message has already left.')
  })

  it('taking it back while everything waits leaves no trace of it', async () => {
    const run = aRun([call, message('First')])
    const before = run.one('SELECT * FROM issue')
    unwrap(await run.start())
    expect((await run.undoLast()).ok).toBe(true)
    expect(run.one('SELECT * FROM issue')).toEqual(before)
    expect(run.one('SELECT count(*) AS n FROM outcome')).toEqual({ n: 0 })
    expect(listTasks(run.read, { limit: 10, offset: 0 })).toEqual([])
    await run.live(DAY)
    expect(run.left()).toEqual([])
  })

  it('a stop takes back what waits; undo lets the run go on where it was', async () => {
    const run = aRun([message('First'), { type: 'wait', for: '1d' }, message('Second')])
    unwrap(await run.start())
    unwrap(await run.decided(stopRun, { interventionId: 'run', reason: 'they called us' }))
    expect(run.view()).toMatchObject({ state: 'stopped', endedBecause: 'Stopped by maya: they called us' })
    expect(run.one('SELECT state FROM outbox')).toEqual({ state: 'cancelled' })
    expect(run.one('SELECT ended FROM unsent')).toEqual({ ended: 'stopped' })
    expect((await run.undoLast()).ok).toBe(true)
    expect(run.one('SELECT count(*) AS n FROM unsent')).toEqual({ n: 0 })
    await run.live()
    await run.live(DAY)
    expect(run.left()).toEqual(['First', 'Second'])
    const late = await run.decided(stopRun, { interventionId: 'run', reason: '' })
    expect(!late.ok && late.error.why).toBe('The run has already ended.')
  })

  it('a task that was done by mistake can be opened again, also where it was the last', async () => {
    const run = aRun([call, { type: 'branch', cases: [{ if: 'task_done', do: 'stop' }] }])
    unwrap(await run.start())
    unwrap(await run.decided(finishTask, { interventionId: 'run', n: 0, as: 'skipped', note: 'no number' }))
    await run.live()
    expect(run.view().state).toBe('done')
    expect(run.view().steps[0]).toMatchObject({ state: 'stopped', why: 'no number' })
    expect((await run.undoLast()).ok).toBe(true)
    expect(run.view()).toMatchObject({ state: 'running' })
    expect(listTasks(run.read, { limit: 10, offset: 0 })).toHaveLength(1)
    await run.live()
    expect(run.view().state).toBe('running')
  })

  it('a start that is refused among many has written nothing, and the others go on', async () => {
    const run = aRun([message('First')])
    const other = aReachableIssue(run.db)
    aTicket(run.db, other.account, NOON - DAY)
    const begin = { playbookId: run.playbook.id, overrides: [], wallNow: NOON, undoMs: 0 }
    const batch = { ...begin, origin: 'bulk' as const, batchId: 'b-1', together: 2 }
    const answers = await run.writer.write('user', tx =>
      [other.issue, run.issue].map(issueId =>
        startOne(tx, { ...batch, issueId, interventionId: `run-${issueId}` }, { at: NOON, actor: 'maya' }),
      ),
    )
    expect(answers.map(({ ok }) => ok)).toEqual([false, true])
    expect(run.db.prepare('SELECT id, origin, batch_id AS batch FROM intervention').all()).toEqual([
      { id: `run-${run.issue}`, origin: 'bulk', batch: 'b-1' },
    ])
    expect(run.one(`SELECT state FROM issue WHERE id = ${other.issue}`)).toEqual({ state: 'open' })
  })
})
