import { describe, expect, it } from 'vitest'
import {
  obstacleWords,
  severalWords,
  sharesOf,
  startable,
  startedWords,
  startManyWords,
  unfitWords,
} from '../../../renderer/screens/bulk/bulk-words.ts'
import { changesOf } from '../../../renderer/screens/queue/act/fix-evidence.tsx'
import { fixFirstWords } from '../../../renderer/screens/queue/act/fix-first.tsx'
import {
  leaving,
  neverSent,
  obstaclesNow,
  overridesHoldout,
  overridesOf,
} from '../../../renderer/screens/queue/act/leaving.ts'
import { startedLater, statusOf } from '../../../renderer/screens/queue/act/run-words.ts'
import { startWords } from '../../../renderer/screens/queue/act/use-outreach.ts'
import { tasksWords } from '../../../renderer/screens/queue/list/tasks-line.tsx'
import { autopilotWords } from '../../../renderer/screens/triggers/autopilot.tsx'
import { hasRole } from '../../../renderer/state/may.ts'
import type { AutopilotView } from '../../../shared/intervention/autopilot.ts'
import type { BulkObstacle, BulkSummary } from '../../../shared/intervention/bulk.ts'
import type { RunStep } from '../../../shared/intervention/run.ts'
import type { OutreachPreview, Verdict } from '../../../shared/model/intervention.ts'
import { roleWords } from '../../../shared/roles.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'

const NOW = Date.UTC(2026, 10, 20, 12)

const summary = (change: Partial<BulkSummary>): BulkSummary => ({
  playbookId: 'login-help',
  issueIds: [],
  more: false,
  now: 0,
  later: 0,
  held: 0,
  heldOut: 0,
  refused: 0,
  gone: 0,
  laterFrom: null,
  laterTo: null,
  obstacles: [],
  byPlaybook: [],
  unfit: 0,
  writtenFor: [],
  ...change,
})

describe('a bulk outreach before it starts', () => {
  it('counts each share, and leaves out empty ones', () => {
    const shares = sharesOf(summary({ now: 3, held: 27, refused: 2 }), NOW, 'UTC')
    expect(shares.map(({ n, label }) => `${n} ${label}`)).toEqual(['3 sent now', '27 wait for approval', '2 blocked'])
  })

  it('says so where issues have more than one reason, so that no sum looks wrong', () => {
    const obstacle = (check: BulkObstacle['check'], status: BulkObstacle['status'], n: number) => ({
      check,
      status,
      n,
      examples: [],
    })
    const planned = summary({
      ...{ now: 5, later: 2, refused: 5 },
      obstacles: [
        obstacle('consent', 'refuse', 5),
        obstacle('open_ticket', 'refuse', 1),
        obstacle('quiet_hours', 'wait', 2),
      ],
    })
    expect(severalWords(planned, 'refuse')).toBe('Some issues have more than one reason: 6 for 5.')
    expect(severalWords(planned, 'wait')).toBeNull()
  })

  it('says that nobody goes now rather than leaving it out', () => {
    expect(sharesOf(summary({ refused: 2 }), NOW, 'UTC')[0]).toMatchObject({ key: 'now', n: 0, tone: '' })
  })

  it('says from when to when later messages are sent', () => {
    const label = (from: number, to: number) =>
      sharesOf(summary({ later: 2, laterFrom: NOW + from, laterTo: NOW + to }), NOW, 'UTC')[1]?.label
    expect(label(6 * HOUR, 3 * DAY)).toBe('sent later: in 6 h to in 3 d')
    expect(label(6 * HOUR, 6 * HOUR + 1_000)).toBe('sent in 6 h')
  })

  it('records those held out, but starts nothing for those refused', () => {
    expect(startable(summary({ now: 1, later: 2, held: 3, heldOut: 4, refused: 9, gone: 9 }))).toBe(10)
  })

  it('the button counts those alone whom something reaches', () => {
    expect(startManyWords(summary({ now: 4, later: 15, heldOut: 2, refused: 3 }))).toBe('Start for 19 accounts')
    expect(startManyWords(summary({ heldOut: 2, refused: 3 }))).toBe('Record 2 held out')
    expect(startManyWords(summary({ refused: 3 }))).toBe('Start')
  })

  it('says for how many issues the playbook’s text may not fit', () => {
    const some = summary({ issueIds: [1, 2, 3], unfit: 2, writtenFor: ['The installation fails its health checks'] })
    expect(unfitWords(some)).toBe(
      '2 of 3 issues are not about what this playbook was written for: “The installation fails its health checks”.',
    )
    expect(unfitWords(summary({ issueIds: [1] }))).toBeNull()
  })

  it('names what stands in the way by what is the case', () => {
    const obstacle: Omit<BulkObstacle, 'check'> = { status: 'refuse', n: 1, examples: [] }
    expect(obstacleWords({ ...obstacle, check: 'arm' })).toBe('Held out')
    expect(obstacleWords({ ...obstacle, check: null })).toBe('Message cannot be composed')
  })

  it('tells the result of a start', () => {
    expect(startedWords({ started: 1, held: 27, heldOut: 0, refused: 2 })).toBe(
      '1 message queued · 27 wait for approval · 2 blocked',
    )
    expect(startedWords({ started: 0, held: 0, heldOut: 0, refused: 0 })).toBe('Nothing was started')
  })
})

const step = (change: Partial<RunStep>): RunStep => ({
  n: 0,
  path: 'steps[0]',
  kind: 'outreach',
  state: 'open',
  title: '',
  details: '',
  why: null,
  at: NOW - HOUR,
  endedAt: null,
  until: null,
  outboxId: null,
  outboxState: null,
  ...change,
})

it('a run says that it was started later than now, where the clock was set back since', () => {
  expect(startedLater(NOW, NOW, 'UTC')).toBeNull()
  expect(startedLater(NOW + DAY, NOW, 'UTC')).toMatch(
    /^Started 21 Nov 20\d\d, 12:00, later than the time of this workspace/,
  )
})

describe('a step of a run', () => {
  const words = (change: Partial<RunStep>) => statusOf(step(change), NOW, 'UTC')

  it('says until when it waits, or for whom', () => {
    expect(words({ kind: 'wait', until: NOW + 2 * DAY }).text).toBe('waits until 22 Nov')
    expect(words({ kind: 'task', until: NOW + HOUR }).text).toBe('to do, due today 13:00')
    expect(words({ outboxState: 'held' }).text).toBe('waits for approval')
    expect(words({ outboxState: 'waiting', why: 'Quiet until 08:00.' }).text).toBe('Quiet until 08:00.')
  })

  it('calls a fix a fix while its result is unknown', () => {
    expect(words({ kind: 'outreach', outboxState: 'unsure' }).text).toMatch(
      /^it is unknown whether the message was sent;/,
    )
    expect(words({ kind: 'resolution', outboxState: 'unsure' }).text).toMatch(
      /^it is unknown whether the fix was made;/,
    )
  })

  it('says when it was done, or why it failed', () => {
    expect(words({ state: 'done', endedAt: NOW })).toMatchObject({ tone: 'ok', text: 'sent today 12:00' })
    expect(words({ state: 'refused', why: 'No address.' })).toMatchObject({ tone: 'no', text: 'No address.' })
    expect(words({ state: 'stopped' })).toMatchObject({ tone: 'off' })
    expect(words({ outboxState: 'unsure' }).tone).toBe('no')
  })
})

const verdict = (check: Verdict['check'], status: Verdict['status']): Verdict => ({
  check,
  status,
  fact: check === 'approval' ? 'Waits for approval: Version 2 was never approved.' : 'Because.',
  until: null,
  overridden: null,
})

const preview = (leaves: OutreachPreview['leaves'], verdicts: Verdict[]): OutreachPreview => ({
  playbookId: 'login-help',
  contact: null,
  from: '',
  to: null,
  message: { subject: 's', text: 't', html: 'h' },
  problem: null,
  language: null,
  arm: 'treatment',
  verdicts,
  leaves,
  leavesAt: null,
  fixFirst: null,
})

describe('overriding a check', () => {
  const quiet = preview('later', [verdict('quiet_hours', 'wait')])

  it('sends now what only waited for it', () => {
    expect(leaving(quiet, {}).label).toBe('Send later')
    expect(leaving(quiet, { quiet_hours: 'they asked for it' })).toMatchObject({ can: true, label: 'Send' })
    expect(overridesOf(quiet, { quiet_hours: 'they asked for it' })).toEqual([
      { check: 'quiet_hours', reason: 'they asked for it' },
    ])
  })

  it('leaves what else is waited for', () => {
    const both = preview('refused', [verdict('open_ticket', 'refuse'), verdict('approval', 'wait')])
    expect(leaving(both, {}).can).toBe(false)
    expect(leaving(both, { open_ticket: 'answered there' })).toMatchObject({ can: true, label: 'Ask for approval' })
  })

  it('is not asked for where the run begins with a fix', () => {
    const fixFirst = preview('now', [verdict('open_ticket', 'refuse')])
    expect(leaving(fixFirst, {})).toMatchObject({ can: true, label: 'Send' })
  })

  it('is needed where the clock is fixed and the message would never be sent', () => {
    const quiet = preview('later', [{ ...verdict('quiet_hours', 'wait'), until: NOW + HOUR }])
    const fixed = { mode: 'fixed', at: NOW } as const
    expect(neverSent(quiet, {}, fixed)).toMatch(/clock is fixed at .*2026.*Override the check/)
    expect(neverSent(quiet, {}, { mode: 'real' })).toBeNull()
    expect(neverSent(quiet, { quiet_hours: 'they asked' }, fixed)).toBeNull()
    const approval = preview('held', [verdict('approval', 'wait')])
    expect(neverSent(approval, {}, fixed)).toBeNull()
  })

  it('messages a held-out account only with a reason, and then shows the next obstacle', () => {
    const held = preview('held_out', [verdict('arm', 'refuse'), verdict('quiet_hours', 'wait')])
    const reason = { arm: 'they lose money by the hour' }
    expect(leaving(held, {})).toMatchObject({ can: true, label: 'Record as held out' })
    expect(overridesHoldout(held, {})).toBe(false)
    expect(leaving(held, reason)).toMatchObject({ can: true, label: 'Send later' })
    expect(overridesHoldout(held, reason)).toBe(true)
    expect(overridesOf(held, reason)).toEqual([{ check: 'arm', reason: reason.arm }])
    expect(leaving(held, { ...reason, quiet_hours: 'they asked' })).toMatchObject({ can: true, label: 'Send' })
  })

  it('does not message a held-out account that a check blocks', () => {
    const both = preview('refused', [verdict('open_ticket', 'refuse'), verdict('arm', 'refuse')])
    expect(leaving(both, { arm: 'they lose money' }).can).toBe(false)
    expect(leaving(both, { open_ticket: 'answered there' })).toMatchObject({ can: true, label: 'Record as held out' })
    const all = { arm: 'they lose money', open_ticket: 'answered there' }
    expect(leaving(both, all)).toMatchObject({ can: true, label: 'Send' })
  })

  it('is for those who have a role for it; one person alone has all', () => {
    expect(hasRole({}, 'ada', ['admin'])).toBe(true)
    expect(hasRole({ ada: ['specialist'] }, 'ada', ['lead', 'admin'])).toBe(false)
    expect(hasRole({ ada: ['lead'] }, 'bob', ['specialist'])).toBe(true)
    expect(hasRole({}, 'ada', [])).toBe(false)
    expect(roleWords(['lead', 'admin'])).toBe('a lead or an admin')
  })

  it('is offered for what holds the message up now, and not for what a run that begins with a fix comes to later', () => {
    const verdicts = [verdict('consent', 'pass'), verdict('open_ticket', 'refuse'), verdict('approval', 'wait')]
    expect(obstaclesNow(preview('refused', verdicts)).map(({ check }) => check)).toEqual(['open_ticket', 'approval'])
    expect(obstaclesNow(preview('now', verdicts))).toEqual([])
    expect(obstaclesNow(undefined)).toEqual([])
  })
})

describe('autopilot in words', () => {
  const none = { k: 0, n: 0, value: null, low: null, high: null }
  const view = (change: Partial<AutopilotView>): AutopilotView => ({
    triggerId: 't',
    triggerTitle: 'T',
    playbookId: 'p',
    allowed: true,
    enabled: false,
    dailyCap: 20,
    started: 3,
    changedBy: null,
    changedAt: null,
    stoppedAt: null,
    stoppedBecause: null,
    stopRule: null,
    card: { falsePositives: none, contacted: none, contactedControl: none },
    ...change,
  })

  it('says first why it stopped automatically', () => {
    expect(autopilotWords(view({ stoppedAt: NOW, stoppedBecause: 'too many.' }), true, NOW, 'UTC')).toBe(
      'Stopped automatically today 12:00: too many.',
    )
  })

  it('counts against its cap, and waits while its trigger is off', () => {
    expect(autopilotWords(view({ enabled: true }), true, NOW, 'UTC')).toBe(
      'Started 3 of at most 20 in the last 24 hours.',
    )
    expect(autopilotWords(view({ enabled: true }), false, NOW, 'UTC')).toContain('The trigger is off')
    expect(autopilotWords(view({}), true, NOW, 'UTC')).toContain('Off')
  })
})

describe('a fix with its evidence', () => {
  it('shows first what changed', () => {
    const seen = changesOf({ before: { amount_due: 900, status: 'open' }, after: { amount_due: 900, status: 'paid' } })
    expect(seen).toEqual([
      { name: 'status', before: 'open', after: 'paid' },
      { name: 'amount due', before: '900', after: '900' },
    ])
  })

  it('has nothing after it before it was carried out', () => {
    expect(changesOf({ before: { status: 'open' }, after: null })).toEqual([
      { name: 'status', before: 'open', after: null },
    ])
    expect(changesOf({ before: null, after: null })).toEqual([])
  })
})

describe('the tasks of playbooks', () => {
  it('are counted with those that are overdue', () => {
    expect(tasksWords([{ dueAt: null }, { dueAt: NOW - 1 }, { dueAt: NOW + 1 }], NOW)).toBe('3 tasks to do, 1 overdue')
    expect(tasksWords([{ dueAt: null }], NOW)).toBe('1 task to do')
  })
})

describe('starting a playbook', () => {
  const words = (change: Partial<Parameters<typeof startWords>[1]>) =>
    startWords(
      'Ada Ltd',
      { outboxId: 4, notBefore: NOW, held: false, arm: 'treatment', anyway: false, ...change },
      NOW,
      'UTC',
    )

  it('says when the message will be sent', () => {
    expect(words({})).toBe('Sending the message to Ada Ltd')
    expect(words({ notBefore: NOW + 6 * HOUR })).toBe('Message to Ada Ltd will be sent in 6 h')
    expect(words({ held: true })).toBe('Message to Ada Ltd waits for approval')
  })

  it('does not call an account held out because its playbook begins with a fix', () => {
    expect(words({ outboxId: null })).toBe('Playbook started for Ada Ltd')
    expect(words({ outboxId: null, arm: 'control' })).toBe('Ada Ltd recorded as held out')
    expect(words({ arm: 'control', anyway: true })).toBe('Sending the message to Ada Ltd')
  })
})

describe('a message that follows a fix', () => {
  const action = 'app.unlock_account'
  const other = { subject: 'You can sign in again', text: 'We have unlocked it.' }

  it('says in which case it is sent, and what is sent otherwise', () => {
    const first = 'The fix “unlock account (app)” runs first. The message below is sent '
    expect(fixFirstWords({ action, sends: 'failed', other })).toBe(
      `${first}only if the fix fails. If it works, “You can sign in again” is sent instead.`,
    )
    expect(fixFirstWords({ action, sends: 'worked', other: null })).toBe(
      `${first}only if the fix works. If it fails, no message is sent.`,
    )
    expect(fixFirstWords({ action, sends: 'either', other: null })).toBe(
      `${first}when the fix has ended, whether it worked or not.`,
    )
  })
})
