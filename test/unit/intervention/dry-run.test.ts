import { describe, expect, it } from 'vitest'
import { dryRun } from '../../../main/intervention/run/dry-run.ts'
import { parsePlaybook } from '../../../shared/intervention/playbook.ts'
import { unwrap } from '../../../shared/result.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { aReachableIssue, aSignal, aTrigger, aWorkspace, NOON, putSetting } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'

const message = (subject: string) => ({
  ...{ type: 'outreach', channel: 'email', topic: 'service', subject },
  body: 'Hello {{ contact.first_name }}.',
})

function aTrial(steps: readonly unknown[], guardrails = {}) {
  const cache = aCache()
  const approvals = { bulkOver: 25, valueOver: null, firstUse: false }
  aWorkspace(cache.connection, { approvals, ...guardrails })
  aTrigger(cache.connection)
  const { issue } = aReachableIssue(cache.connection, { account: { uid: 'shop:A-7', name: 'Engines Ltd' } })
  const frame = { id: 'a', name: 'A', summary: '', categories: ['usage'], treatability: 0.3, window: '14d' }
  const playbook = unwrap(parsePlaybook({ ...frame, steps }))
  const counts = () =>
    ['outbox', 'intervention', 'step', 'verdict'].map(table =>
      cache.connection.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
    )
  return {
    ...cache,
    db: cache.connection,
    issue,
    counts,
    run: () => unwrap(dryRun(cache.read, { playbook, version: 1 }, issue, NOON)),
  }
}

describe('a dry run', () => {
  it('shows messages as they would leave, waits with dates, and what decides each branch, and writes nothing', () => {
    const trial = aTrial([
      message('For {{ account.name }}'),
      { type: 'wait', for: '2d' },
      {
        type: 'branch',
        cases: [{ if: { any: ['replied', 'metric_met'] }, do: 'stop' }],
        else: [{ type: 'task', title: 'Call {{ account.name }}', due: '1d' }],
      },
    ])
    const { steps, arm, problems } = trial.run()
    expect({ arm, problems }).toEqual({ arm: 'treatment', problems: [] })
    expect(steps.map(({ until }) => until && until - NOON)).toEqual([null, 2 * DAY, null, null, 3 * DAY, null])
    expect(steps.map(({ path, kind, title, at, certain }) => [path, kind, title, at - NOON, certain])).toEqual([
      ['steps[0]', 'outreach', 'For Engines Ltd', 0, true],
      ['steps[1]', 'wait', 'Wait 2 days', 0, true],
      ['steps[2]', 'branch', 'If they replied or the success metric is met; otherwise', 2 * DAY, true],
      ['steps[2].cases[0].do', 'stop', 'Stop here.', 2 * DAY, false],
      ['steps[2].else[0]', 'task', 'Call Engines Ltd', 2 * DAY, false],
      ['steps', 'end', 'All steps are done.', 2 * DAY, false],
    ])
    expect(steps[0]?.preview).toMatchObject({ leaves: 'now', message: { text: 'Hello Ada.' }, problem: null })
    expect(steps[2]?.cases).toEqual([
      { when: 'they replied or the success metric is met', leadsTo: 'stop', holdsNow: false },
      { when: 'otherwise', leadsTo: 'steps[2].else[0]', holdsNow: false },
    ])
    expect(trial.counts()).toEqual([0, 0, 0, 0])
  })

  it('asks preflight for the moment at which each message would have its turn', () => {
    const trial = aTrial([message('One'), { type: 'wait', for: '10h' }, message('Two')], {
      quietHours: { from: 20, to: 8 },
    })
    const [one, , two] = trial.run().steps
    expect(one?.preview?.leaves).toBe('now')
    expect(two).toMatchObject({ at: NOON + 10 * HOUR, preview: { leaves: 'later', leavesAt: NOON + 20 * HOUR } })
    expect(two?.why).toContain('quiet until 08:00')
  })

  it('says that a new template waits for a second person', () => {
    const approvals = { bulkOver: 25, valueOver: null, firstUse: true }
    expect(aTrial([message('One')], { approvals }).run().steps[0]?.preview?.leaves).toBe('held')
  })

  it('says what a fix would be asked with, or why it would be passed over', () => {
    const fix = { type: 'resolution', action: 'app.unlock_account', params: { account: '{{ account.id }}' } }
    const trial = aTrial([fix, message('One')])
    expect(trial.run().steps[0]).toMatchObject({ params: null, why: expect.stringContaining('not set up') })
    putSetting(trial.db, 'action:app.unlock_account', { channel: 'app', title: 'Unlock an account', autoApprove: true })
    expect(trial.run().steps[0]).toMatchObject({ params: { account: 'A-7' }, why: null })
    expect(trial.run().steps[1]).toMatchObject({ certain: false })
  })

  it('shows what a template lacks, and that a held-out account would get nothing', () => {
    const trial = aTrial([{ ...message('One'), body: '{{ evidence.recent }}' }], { holdout: 1 })
    const { problems, arm, steps } = trial.run()
    expect(arm).toBe('control')
    expect(problems).toHaveLength(1)
    expect(steps[0]?.preview).toMatchObject({ message: null, problem: expect.stringContaining('evidence.recent') })
  })

  it('heads a message that cannot be made with its subject as it would be read, not as it is written', () => {
    const trial = aTrial([{ ...message('About {{ account.name }}'), body: '{{ contact.nme }}' }])
    expect(trial.run().steps[0]).toMatchObject({ title: 'About Engines Ltd', preview: { message: null } })
  })

  it('says for what the playbook was written where that was not seen', () => {
    const trial = aTrial([message('One')])
    expect(trial.run()).toMatchObject({ accountName: 'Engines Ltd', writtenFor: [] })
    aTrigger(trial.db, { id: 'card', title: 'The card expires', playbook: 'a' })
    expect(trial.run().writtenFor).toEqual(['The card expires'])
    aSignal(trial.db, trial.issue, { trigger: 'card' })
    expect(trial.run().writtenFor).toEqual([])
  })

  it('takes no figure of a trigger that names another playbook', () => {
    const trial = aTrial([{ ...message('One'), body: '{{ evidence.recent | default: "some" }}' }])
    aTrigger(trial.db, { id: 'other', playbook: 'another' })
    aTrigger(trial.db, { id: 'ours', playbook: 'a' })
    const figure = (value: number) => [{ name: 'recent', label: 'x', value, usual: null }]
    aSignal(trial.db, trial.issue, { trigger: 'other', figures: figure(1) })
    expect(trial.run().steps[0]?.preview?.message?.text).toBe('some')
    aSignal(trial.db, trial.issue, { trigger: 'ours', figures: figure(2) })
    expect(trial.run().steps[0]?.preview?.message?.text).toBe('2')
  })
})
