import { describe, expect, it } from 'vitest'
import { accountView } from '../../../main/api/view/account.ts'
import { issueDetail } from '../../../main/api/view/issue-detail.ts'
import { timeline } from '../../../main/api/view/timeline.ts'
import {
  issueFacts,
  lastClosedOf,
  liveSignals,
  openIssueOf,
  subscriptionsFrom,
  unfinished,
  unfolded,
} from '../../../main/issue/fold/queries.ts'
import { dueIssues, issueDueAt, typicalIssues } from '../../../main/issue/life/due.ts'
import { dismiss, snooze } from '../../../main/queue/commands.ts'
import { accountSchema, timelineEntrySchema } from '../../../shared/model/account.ts'
import { issueDetailSchema } from '../../../shared/model/issue.ts'
import { unwrap } from '../../../shared/result.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { expectThrough } from '../../helpers/big-cache.ts'
import { aCache, type TestCache } from '../../helpers/cache.ts'
import { decideNow } from '../../helpers/decisions.ts'
import { issues, run, signals } from '../../helpers/evaluating.ts'
import { anAccount, anEvent, anObject, atLeast, NOON, withTrigger } from '../../helpers/observed.ts'

/** An account with three failed payments, the last one `since` days ago. */
function failing(cache: TestCache, of: Parameters<typeof anAccount>[1] = {}, since = 1): number {
  const account = anAccount(cache.connection, of)
  for (const daysAgo of [since + 9, since + 4, since])
    anEvent(cache.connection, {
      account,
      kind: 'payment_failed',
      at: NOON - daysAgo * DAY,
      properties: { reason: 'card_declined' },
    })
  return account
}

const issuesDue = ({ read }: TestCache, now: number): boolean => {
  const at = read.get(issueDueAt)?.at ?? null
  return at !== null && at <= now
}

it('what an evaluation asks of issues is found through indexes', () => {
  expectThrough(unfolded(500), 'signal_issue (issue_id=?)')
  expectThrough(openIssueOf(1, 'usage'), 'issue_one_open (account_id=? AND category=?)')
  expectThrough(lastClosedOf(1, 'usage'), 'issue_account (account_id=? AND category=?)')
  expectThrough(liveSignals('[1]'), 'signal_issue (issue_id=?)')
  expectThrough(subscriptionsFrom('[1]', NOON), 'object_account (account_id=? AND kind=?)')
  expectThrough(unfinished, 'issue_queue')
  expectThrough(issueFacts('[1]'))
  expectThrough(issueDueAt, 'issue_due_at')
  expectThrough(dueIssues(NOON), 'issue_due_at (at<?)')
  expectThrough(typicalIssues, 'issue_typical')
})

describe('folding', () => {
  it('puts signals of one account and category into one open issue', async () => {
    const cache = aCache()
    withTrigger(cache.connection)
    withTrigger(cache.connection, { id: 'second', when: atLeast(2, 'payment_failed', '30d') })
    withTrigger(cache.connection, { id: 'other', category: 'access', when: atLeast(1, 'payment_failed', '30d') })
    const account = failing(cache)
    expect(await run(cache, NOON)).toMatchObject({ fired: 3, opened: 2, rescored: 0 })
    expect(issues(cache)).toMatchObject([
      { account_id: account, category: 'access', state: 'open', signal_count: 1 },
      { account_id: account, category: 'billing', state: 'open', signal_count: 2 },
    ])
    expect(await run(cache, NOON, true)).toMatchObject({ opened: 0, closed: 0, rescored: 0 })
  })

  it('closes an issue when all of its signals cleared, and links the next one to it', async () => {
    const cache = aCache()
    withTrigger(cache.connection, { cooldown: '1d' })
    const account = failing(cache)
    await run(cache, NOON)
    expect(await run(cache, NOON + 4 * DAY)).toMatchObject({ closed: 1 })
    expect(issues(cache)).toMatchObject([{ state: 'closed', closed_because: 'cleared' }])
    anEvent(cache.connection, { account, kind: 'payment_failed', at: NOON + 5 * DAY })
    expect(await run(cache, NOON + 5 * DAY)).toMatchObject({ opened: 1 })
    expect(issues(cache)).toMatchObject([{ state: 'closed' }, { state: 'open', previous_id: 1 }])
    expect(signals(cache).map(signal => signal.issue_id)).toEqual([1, 2])
  })

  it('leaves an issue that is being acted upon to its outcome', async () => {
    const cache = aCache()
    withTrigger(cache.connection)
    failing(cache)
    await run(cache, NOON)
    cache.connection.exec("UPDATE issue SET state = 'acting'")
    await run(cache, NOON + 4 * DAY)
    expect(issues(cache)).toMatchObject([{ state: 'acting', closed_because: null }])
  })

  it('is not due for ever because of an issue that is acted upon while nothing of it holds', async () => {
    const cache = aCache()
    withTrigger(cache.connection)
    failing(cache, { renewsAt: NOON + 10 * DAY })
    await run(cache, NOON)
    cache.connection.exec("UPDATE issue SET state = 'acting'")
    // Its band would have moved as the renewal came nearer, but nothing is left to be in time for.
    await run(cache, NOON + 8 * DAY)
    expect(issues(cache)).toMatchObject([{ state: 'acting' }])
    expect(issuesDue(cache, NOON + 8 * DAY)).toBe(false)
  })

  it('does not open a dismissed issue again while the same signal goes on', async () => {
    const cache = aCache()
    withTrigger(cache.connection)
    failing(cache)
    await run(cache, NOON)
    const dismissal = { ids: [1], reason: 'known' as const, note: '' }
    unwrap(await decideNow(cache.writer, dismiss, dismissal, { id: 'd', at: NOON }))
    await run(cache, NOON + DAY, true)
    expect(issues(cache)).toMatchObject([{ state: 'closed', closed_because: 'known' }])
  })

  it('brings a snoozed issue back at its date, and at once when it gets worse', async () => {
    const cache = aCache()
    withTrigger(cache.connection)
    withTrigger(cache.connection, { id: 'worse', when: atLeast(4, 'payment_failed', '14d') })
    const [calm, worse] = [failing(cache), failing(cache)]
    await run(cache, NOON)
    const until = NOON + 2 * DAY
    unwrap(await decideNow(cache.writer, snooze, { ids: [1, 2], until }, { id: 's', at: NOON }))
    anEvent(cache.connection, { account: worse, kind: 'payment_failed', at: NOON })
    await run(cache, NOON + DAY)
    expect(issues(cache).map(issue => [issue.account_id, issue.state])).toEqual([
      [calm, 'snoozed'],
      [worse, 'open'],
    ])
    expect(issuesDue(cache, until - 1)).toBe(false)
    expect(issuesDue(cache, until)).toBe(true)
    await run(cache, until)
    expect(issues(cache).map(issue => issue.state)).toEqual(['open', 'open'])
  })
})

describe('an issue that was snoozed until it gets worse', () => {
  const returned = (cache: TestCache) =>
    cache.connection.prepare('SELECT state, returned FROM issue ORDER BY id').all() as {
      state: string
      returned: string | null
    }[]

  it('returns when its deadline comes nearer, with that reason and for the person who snoozed it', async () => {
    const cache = aCache()
    withTrigger(cache.connection, { when: atLeast(3, 'payment_failed', '60d') })
    failing(cache, { renewsAt: NOON + 10 * DAY })
    failing(cache)
    await run(cache, NOON)
    unwrap(await decideNow(cache.writer, snooze, { ids: [1, 2], until: null }, { id: 's', at: NOON, actor: 'kim' }))
    await run(cache, NOON + DAY, true)
    expect(returned(cache).map(({ state }) => state)).toEqual(['snoozed', 'snoozed'])
    await run(cache, NOON + 3 * DAY)
    const [worse, calm] = returned(cache)
    expect(calm).toEqual({ state: 'snoozed', returned: null })
    expect(worse?.state).toBe('open')
    expect(JSON.parse(worse?.returned ?? '')).toEqual({ by: 'kim', at: NOON + 3 * DAY, why: 'band', from: 2, to: 1 })
  })

  it('says so where its date alone brought it back', async () => {
    const cache = aCache()
    withTrigger(cache.connection, { when: atLeast(3, 'payment_failed', '60d') })
    failing(cache)
    await run(cache, NOON)
    unwrap(await decideNow(cache.writer, snooze, { ids: [1], until: NOON + DAY }, { id: 's', at: NOON }))
    await run(cache, NOON + DAY)
    expect(JSON.parse(returned(cache)[0]?.returned ?? '')).toMatchObject({ why: 'date', from: null, by: 'maya' })
  })
})

describe('scoring', () => {
  it('moves an issue between bands as its renewal comes nearer', async () => {
    const cache = aCache()
    withTrigger(cache.connection, { when: atLeast(3, 'payment_failed', '60d') })
    failing(cache, { renewsAt: NOON + 10 * DAY })
    await run(cache, NOON)
    expect(issues(cache)).toMatchObject([{ band: 2 }])
    const first = issues(cache)[0]?.priority ?? 0
    expect(issuesDue(cache, NOON + 3 * DAY - 1)).toBe(false)
    expect(issuesDue(cache, NOON + 3 * DAY)).toBe(true)
    expect(await run(cache, NOON + 3 * DAY)).toMatchObject({ rescored: 1 })
    expect(issues(cache)).toMatchObject([{ band: 1, version: 0 }])
    expect(issues(cache)[0]?.priority).toBeCloseTo(first * 1.25, 9)
    await run(cache, NOON + 9 * DAY)
    expect(issues(cache)).toMatchObject([{ band: 0 }])
  })

  it('takes the value from subscriptions that run now', async () => {
    const cache = aCache()
    withTrigger(cache.connection)
    const account = failing(cache, { mrrMinor: null, currency: null })
    const running = { account, kind: 'subscription', amountMinor: 4_000, currency: 'EUR' }
    anObject(cache.connection, { ...running, state: 'active', openedAt: NOON - 90 * DAY })
    anObject(cache.connection, { ...running, state: 'active', openedAt: NOON + DAY })
    anObject(cache.connection, { ...running, state: 'active', closedAt: NOON - DAY })
    anObject(cache.connection, { ...running, state: 'ended' })
    await run(cache, NOON)
    expect(issues(cache)).toMatchObject([{ value_minor: 4_000 }])
  })

  it('learns from past firings whose window has passed how often trouble followed', async () => {
    const cache = aCache()
    withTrigger(cache.connection, { window: '14d', prior: { risk: 0.5, weight: 10 } })
    const past = [1, 2, 3, 4].map(() => failing(cache, {}, 101))
    await run(cache, NOON - 100 * DAY)
    expect(issues(cache)).toMatchObject([{ risk: 0.5, firings: 0 }, {}, {}, {}])
    const [first, second] = past
    anObject(cache.connection, { account: first ?? 0, kind: 'ticket', openedAt: NOON - 90 * DAY })
    anObject(cache.connection, { account: second ?? 0, kind: 'ticket', openedAt: NOON - 80 * DAY })
    failing(cache)
    await run(cache, NOON)
    const now = issues(cache).find(issue => issue.state === 'open')
    expect(now?.risk).toBeCloseTo((1 + 5) / (4 + 10), 9)
    expect(now).toMatchObject({ kind: 'base-rate', firings: 4 })
    expect(unwrap(issueDetail(cache.read, now?.id ?? 0, NOON)).model).toBe('base rate of 4 past firings (version 1)')
  })
})

describe('one issue in full', () => {
  it('answers the contract: evidence in words, daily series with marks, factors that add up, suggestions', async () => {
    const cache = aCache()
    withTrigger(cache.connection, {}, 0.5)
    withTrigger(cache.connection, { id: 'better', playbook: 'better', when: atLeast(99, 'none', '1d') }, 0.9)
    const account = failing(cache, { name: 'Halvorsen' })
    await run(cache, NOON)
    const detail = issueDetailSchema.parse(unwrap(issueDetail(cache.read, 1, NOON + 2 * DAY)))
    expect(detail.row).toMatchObject({ accountId: account, accountName: 'Halvorsen', title: 'Payment will fail again' })
    const { risk, treatability, valueMinor, urgency, minutes, priority } = detail.arithmetic
    expect((risk * treatability * (valueMinor / 100) * urgency) / minutes).toBeCloseTo(priority, 9)
    expect(detail.factors.reduce((sum, factor) => sum + factor.contribution, detail.base)).toBe(risk)
    expect(detail.suggestions.map(one => [one.playbookId, one.suggested])).toEqual([
      ['new-card', true],
      ['better', false],
    ])
    const [signal] = detail.signals
    expect(signal?.sentence).toBe('3 failed payments in 14 days.')
    expect(signal?.series.marks.map(mark => [mark.value, mark.text])).toEqual(Array(3).fill([1, 'card declined']))
    const { points = [] } = signal?.series ?? {}
    expect(points).toHaveLength(93)
    expect(points.reduce((sum, point) => sum + point.value, 0)).toBe(3)
  })

  it('shades what is normal for the account where there is enough history', async () => {
    const cache = aCache()
    withTrigger(cache.connection)
    const account = failing(cache)
    for (let day = 20; day < 120; day++)
      anEvent(cache.connection, { account, kind: 'payment_failed', at: NOON - day * DAY })
    await run(cache, NOON)
    const [signal] = unwrap(issueDetail(cache.read, 1, NOON)).signals
    expect(signal?.series.usualHigh).toBeGreaterThan(0.9)
    expect(signal?.series.usualLow).toBeLessThanOrEqual(1)
  })

  it('says so when there is no such issue or account', () => {
    const cache = aCache()
    expect(issueDetail(cache.read, 7, NOON)).toMatchObject({ ok: false, error: { kind: 'not_found' } })
    expect(accountView(cache.read, 7, NOON)).toMatchObject({ ok: false, error: { kind: 'not_found' } })
  })
})

describe('an account', () => {
  it('shows contacts with their consent and suppression, and no departure that has not happened yet', () => {
    const cache = aCache()
    const id = anAccount(cache.connection, { churnedAt: NOON + DAY })
    cache.connection.exec(
      `INSERT INTO contact (account_id, source_id, external_id, name, email, consent) VALUES
         (${id}, 1, 'a', 'Kari', 'Kari@x.example', 1), (${id}, 1, 'b', NULL, NULL, NULL);
       INSERT INTO suppression VALUES ('kari@X.example', 'asked', 0)`,
    )
    const account = accountSchema.parse(unwrap(accountView(cache.read, id, NOON)))
    expect(account.churnedAt).toBeNull()
    expect(account.externalId).toBe('1')
    expect(account.contacts).toMatchObject([
      { consent: true, suppressed: true },
      { consent: null, suppressed: false },
    ])
    expect(unwrap(accountView(cache.read, id, NOON + DAY)).churnedAt).toBe(NOON + DAY)
  })

  it('has a timeline that can be paged without losing or repeating entries of one moment', () => {
    const cache = aCache()
    const account = anAccount(cache.connection)
    for (const day of [1, 2, 2, 2, 3, 4]) anEvent(cache.connection, { account, kind: 'login', at: NOON - day * DAY })
    anEvent(cache.connection, { account, kind: 'login', at: NOON + DAY })
    anObject(cache.connection, { account, kind: 'ticket', openedAt: NOON - 3 * DAY, closedAt: NOON - 2 * DAY })
    const seen: string[] = []
    let before: number | undefined
    for (;;) {
      const { entries, total } = timeline(cache.read, account, { before, limit: 2, now: NOON })
      expect(total).toBe(8)
      if (entries.length === 0) break
      seen.push(...entries.map(entry => timelineEntrySchema.parse(entry).key))
      before = entries.at(-1)?.at
    }
    expect(seen).toHaveLength(8)
    expect(new Set(seen).size).toBe(8)
    expect(seen.indexOf('object-1-closed')).toBeLessThan(seen.indexOf('object-1-opened'))
  })
})
