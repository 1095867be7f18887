import { describe, expect, it } from 'vitest'
import { compile, firstOutreach, isGoodEnd, written } from '../../../main/intervention/playbook/program.ts'
import { advance, branchHolds, type RunFacts } from '../../../main/intervention/run/advance.ts'
import type { Happening, RunCondition, Step } from '../../../shared/intervention/playbook.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'
import { NOON } from '../../helpers/builders.ts'

const facts = (of: Partial<RunFacts> = {}, ...happened: Happening[]): RunFacts => ({
  issueClosed: null,
  happened: new Set(happened),
  holding: false,
  openTasks: 0,
  ...of,
})
const message: Step = { type: 'outreach', channel: 'email', topic: 'service', subject: 's', body: 'b' }
const task: Step = { type: 'task', title: 'Call them', details: '' }
const wait: Step = { type: 'wait', for: '2h' }
const fix = (worked: 'close' | 'continue'): Step => ({ type: 'resolution', action: 'a.b', params: {}, worked })

/** A run from its beginning, or from a position. */
const go = (steps: Step[], of: RunFacts = facts(), position = 0, wakeAt: number | null = null, now = NOON) =>
  advance(compile({ steps }), { position, wakeAt }, of, now)
const done = (steps: Step[], of?: RunFacts, position?: number) => go(steps, of, position).effects.map(one => one.do)

describe('a run', () => {
  it('goes on at the moment until which it waits, and not before', () => {
    expect(go([wait, task])).toMatchObject({ position: 1, wakeAt: NOON + 2 * HOUR, ended: false })
    const woken = (now: number) => go([wait, task], facts({}), 1, NOON, now)
    expect(woken(NOON - 1)).toEqual({ position: 1, wakeAt: NOON, effects: [], ended: false })
    expect(woken(NOON).effects).toMatchObject([{ do: 'task', position: 1, path: ['steps', 1] }])
  })

  it('never stands behind the end of its playbook', () => {
    expect(() => go([task], facts(), 2)).toThrow('a run is at position 2, behind the end of its playbook')
  })

  it('holds while a message is on its way, and forgets what it waited for', () => {
    expect(go([task], facts({ holding: true }), 0, NOON)).toEqual({
      ...{ position: 0, wakeAt: null, effects: [], ended: false },
    })
  })

  it('rests at each message and fix, and passes its tasks', () => {
    expect(done([task, message, task])).toEqual(['task', 'outreach'])
    expect(done([task, fix('continue'), task])).toEqual(['task', 'resolution'])
    expect(go([task, message, task])).toMatchObject({ position: 2, wakeAt: null, ended: false })
  })

  it('ends when no task is open, its own of this turn included', () => {
    expect(go([wait], facts(), 1)).toMatchObject({
      ended: true,
      effects: [{ do: 'end', how: 'done', path: ['steps'] }],
    })
    expect(go([wait], facts({ openTasks: 1 }), 1)).toMatchObject({ ended: false, effects: [], position: 1 })
    expect(go([task])).toMatchObject({ ended: false, position: 1 })
  })

  it('is fixed where a fix worked that ends the matter, and goes on otherwise', () => {
    const [worked, failed] = [facts({}, 'resolution_worked'), facts({}, 'resolution_failed')]
    expect(go([fix('close'), message], worked, 1).effects).toMatchObject([
      { do: 'end', how: 'fixed', path: ['steps', 0] },
    ])
    expect(done([fix('close'), message], failed, 1)).toEqual(['outreach'])
    expect(done([fix('continue'), message], worked, 1)).toEqual(['outreach'])
  })

  it('stops when its issue is closed, and says why', () => {
    const why = (issueClosed: string) => go([message], facts({ issueClosed }), 0, NOON + 1).effects
    expect(why('false_positive')).toEqual([
      { do: 'end', how: 'stopped', why: 'The issue was closed (false positive).', path: null },
    ])
    expect(why('')).toMatchObject([{ why: 'The issue was closed.' }])
    expect(go([message], facts({ issueClosed: '' }))).toMatchObject({ position: 0, ended: true })
  })
})

describe('a branch', () => {
  const branch = (more: Partial<Extract<Step, { type: 'branch' }>> = {}): Step => ({
    type: 'branch',
    cases: [
      { if: 'replied', do: [message] },
      { if: 'ticket_opened', do: 'stop' },
    ],
    ...more,
  })
  const taken = (step: Step, ...happened: Happening[]) => go([step, wait], facts({}, ...happened)).effects

  it('takes the first case that holds, by its number', () => {
    expect(taken(branch(), 'replied', 'ticket_opened')).toMatchObject([
      { do: 'branch', route: 0, path: ['steps', 0] },
      { do: 'outreach', path: ['steps', 0, 'cases', 0, 'do', 0] },
    ])
    expect(taken(branch(), 'ticket_opened')).toMatchObject([
      { do: 'branch', route: 1 },
      { do: 'end', how: 'stopped', path: ['steps', 0, 'cases', 1, 'do'] },
    ])
  })

  it('names its `else` where no case holds and there is one, and otherwise goes on with what follows', () => {
    expect(taken(branch({ else: [task] }))).toMatchObject([
      { do: 'branch', route: 'else' },
      { do: 'task', path: ['steps', 0, 'else', 0] },
      { do: 'wait', path: ['steps', 1] },
    ])
    expect(taken(branch({ else: 'stop' }))).toMatchObject([
      { do: 'branch', route: 'else' },
      { do: 'end', how: 'stopped', path: ['steps', 0, 'else'] },
    ])
    expect(taken(branch())).toMatchObject([
      { do: 'branch', route: 'on' },
      { do: 'wait', path: ['steps', 1] },
    ])
  })

  it('sends a message as aftermath in a case that holds only after a good end, and never in its `else`', () => {
    const aftermath = (condition: RunCondition, ...happened: Happening[]) =>
      taken(branch({ cases: [{ if: condition, do: [message] }], else: [message] }), ...happened).flatMap(one =>
        one.do === 'outreach' ? one.aftermath : [],
      )
    expect(aftermath('metric_met', 'metric_met')).toEqual([true])
    expect(aftermath('replied', 'replied')).toEqual([false])
    expect(aftermath('metric_met')).toEqual([false])
  })
})

describe('a condition of a branch', () => {
  const happened = new Set<Happening>(['replied', 'metric_met'])

  it('holds of all, of any, or of none', () => {
    expect(branchHolds('replied', happened)).toBe(true)
    expect(branchHolds('ticket_opened', happened)).toBe(false)
    expect(branchHolds({ all: ['replied', 'metric_met'] }, happened)).toBe(true)
    expect(branchHolds({ all: ['replied', 'ticket_opened'] }, happened)).toBe(false)
    expect(branchHolds({ any: ['ticket_opened', 'replied'] }, happened)).toBe(true)
    expect(branchHolds({ any: ['ticket_opened', 'task_done'] }, happened)).toBe(false)
    expect(branchHolds({ not: 'ticket_opened' }, happened)).toBe(true)
  })

  it('is a good end where one part of all is, or each of any', () => {
    expect(isGoodEnd({ all: ['replied', 'metric_met'] })).toBe(true)
    expect(isGoodEnd({ all: ['replied', 'task_done'] })).toBe(false)
    expect(isGoodEnd({ any: ['condition_cleared', 'metric_met'] })).toBe(true)
    expect(isGoodEnd({ any: ['replied', 'metric_met'] })).toBe(false)
    expect(isGoodEnd({ not: 'metric_met' })).toBe(false)
  })
})

describe('a program', () => {
  it('names its places, and its first message', () => {
    expect(written(['steps', 2, 'cases', 0, 'do', 1])).toBe('steps[2].cases[0].do[1]')
    expect(firstOutreach(compile({ steps: [wait, message] }))).toEqual({ step: message, position: 1 })
    expect(firstOutreach(compile({ steps: [message] }))?.position).toBe(0)
    expect(firstOutreach(compile({ steps: [wait] }))).toBeNull()
  })
})
