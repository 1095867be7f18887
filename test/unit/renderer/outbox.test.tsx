import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { troubleBrief, troubleWords, waitingWords } from '../../../renderer/parts/trouble-words.ts'
import { queuedWords } from '../../../renderer/screens/outbox/cells.tsx'
import { Preflights } from '../../../renderer/screens/outbox/checked.tsx'
import { inLanes } from '../../../renderer/screens/outbox/lanes.ts'
import { settleActs, settledWords } from '../../../renderer/screens/outbox/outbox-acts.ts'
import { summaryWords } from '../../../renderer/screens/outbox/summary-words.ts'
import { due } from '../../../renderer/screens/queue/list/issue-row.tsx'
import { journalWords } from '../../../renderer/screens/settings/journal-words.ts'
import { missingFields } from '../../../renderer/screens/settings/smtp-form.tsx'
import { DATE_WORDS, heading, needs } from '../../../renderer/screens/sources/connect/mapping/mapping-edit.ts'
import { moved } from '../../../renderer/state/rows.ts'
import type { Preflight } from '../../../shared/intervention/unsent.ts'
import type { Verdict } from '../../../shared/model/intervention.ts'
import type { JournalRow } from '../../../shared/model/journal.ts'
import type { QueueRow } from '../../../shared/model/queue.ts'
import type { OutboxEntry, OutboxOverview } from '../../../shared/outbox/outbox.ts'
import { DAY, HOUR, MINUTE } from '../../../shared/trigger/duration.ts'

const summary = (change: Partial<OutboxOverview['counts']>, more: Partial<OutboxOverview> = {}): OutboxOverview => ({
  counts: { held: 0, waiting: 0, sending: 0, sent: 0, refused: 0, unsure: 0, cancelled: 0, ...change },
  deadLetters: 0,
  oldestWaitingAt: null,
  paused: false,
  trouble: null,
  troubles: [],
  replay: null,
  ...more,
})

describe('the outbox', () => {
  it('names what needs a person, and not what a check turned down', () => {
    expect(summaryWords(summary({ sent: 4, refused: 15 }, { deadLetters: 2 }), 0)).toBe(
      'No messages waiting · 2 dead letters',
    )
    expect(summaryWords(summary({ sent: 4, unsure: 2, held: 1 }), 0)).toBe(
      'No messages waiting · 1 for approval · 2 unsure',
    )
    expect(summaryWords(summary({ sent: 4, refused: 15 }), 0)).toBe('No messages waiting')
    expect(summaryWords(summary({}), 0)).toBe('No messages yet')
  })

  it('says what waits, since when, and what is stuck beside it', () => {
    expect(summaryWords(summary({ waiting: 1 }, { oldestWaitingAt: 0, deadLetters: 2 }), 3 * DAY)).toBe(
      '1 message waiting, the oldest for 3 d · 2 dead letters',
    )
  })

  it('says how long a message has waited, and of a refused one when it was queued', () => {
    const item = (state: OutboxEntry['state']) => ({ state, queuedAt: 0 }) as OutboxEntry
    expect(queuedWords(item('waiting'), 3 * DAY)).toBe('for 3 d')
    expect(queuedWords(item('refused'), 3 * DAY)).toBe('queued 3 d ago')
    expect(queuedWords(item('refused'), 580 * DAY)).toBe('queued 1 Jan 1970')
  })

  it('says which channel fails, since when, and when it is retried', () => {
    const away = { kind: 'away', since: 0, until: 3 * HOUR + 4 * MINUTE } as const
    expect(troubleWords(away, 'The mail server', 3 * HOUR)).toBe(
      'The mail server has been failing for 3 h; next retry in 4 min',
    )
    expect(troubleWords(away, 'Slack', 4 * HOUR)).toBe('Slack has been failing for 4 h; retrying now')
  })

  it('tells a channel that asked us to wait from one that a person must set up', () => {
    const trouble = { since: 0, until: HOUR }
    expect(troubleWords({ ...trouble, kind: 'asked' }, 'The webhook', 0)).toBe(
      'The webhook asked us to wait; next retry in 1 h',
    )
    expect(troubleWords({ ...trouble, kind: 'not_ready' }, 'Zendesk', 0)).toBe('Zendesk is not set up')
    expect(waitingWords({ kind: 'asked', waiting: 3 })).toBe(
      '3 messages wait and will be sent automatically when the channel is back.',
    )
    expect(waitingWords({ kind: 'not_ready', waiting: 1 })).toBe('1 message waits until the channel is set up.')
  })

  it('names the channel in the status bar, whichever it is', () => {
    const name = (id: string) => (id === 'email' ? 'The mail server' : 'The webhook')
    expect(troubleBrief([], name)).toBeNull()
    expect(troubleBrief([{ kind: 'asked', channel: 'webhook' }], name)).toBe('webhook asked us to wait')
    const two = [
      { kind: 'away', channel: 'email' },
      { kind: 'asked', channel: 'webhook' },
    ] as const
    expect(troubleBrief(two, name)).toBe('mail server failing, and 1 more')
  })

  it('keeps each recipient’s messages together in their sending order', () => {
    const item = (id: number, to: string, notBefore: number) => ({ id, to, notBefore, channel: 'email' }) as OutboxEntry
    const lanes = inLanes([
      item(4, 'b@x.example', 5),
      item(3, 'A@x.example', 1),
      item(2, 'b@x.example', 9),
      item(1, 'a@x.example', 7),
    ])
    expect(lanes.map(({ item: { id }, behind }) => [id, behind])).toEqual([
      [1, 0],
      [3, 1],
      [2, 0],
      [4, 1],
    ])
  })
})

describe('what is unsure', () => {
  const message = (id: number) => ({ id, kind: 'message' }) as const
  const fix = { id: 9, kind: 'action' } as const

  it('is settled in words that fit all selected items', () => {
    const labels = (items: Parameters<typeof settleActs>[0]) => settleActs(items).map(({ label }) => label)
    expect(labels([message(1), message(2)])).toEqual(['Mark as sent', 'Send again', 'Cancel'])
    expect(labels([fix])).toEqual(['Mark as done', 'Retry', 'Give up'])
    expect(labels([message(1), fix])).toEqual(['Mark as done', 'Retry', 'Give up'])
  })

  it('says how many were settled, and how many had already changed', () => {
    expect(settledWords([message(1)], 'sent', 1)).toBe('Marked as sent')
    expect(settledWords([message(1), message(2), message(3)], 'sent', 2)).toBe(
      'Marked as sent · 2 · 1 had already changed',
    )
  })
})

describe('the preflights of a message', () => {
  const answer = (check: Verdict['check'], status: Verdict['status'], overridden: string | null = null): Verdict => ({
    ...{ check, status, fact: `Fact of ${check}.`, until: null, overridden },
  })
  const look = (stage: Preflight['stage'], answers: Verdict[]): Preflight => ({ at: 0, stage, answers })
  const drawn = (...looks: Preflight[]) =>
    renderToStaticMarkup(<Preflights looks={looks} now={0} />).replaceAll(/<[^>]+>/g, ' ')

  it('show the last one: blocking checks first, overridden ones with their reason, passing ones as a number', () => {
    const text = drawn(
      look('send', [
        answer('consent', 'pass'),
        answer('quiet_hours', 'wait', 'They asked'),
        answer('address', 'refuse'),
      ]),
    )
    expect(text).toMatch(
      /just before sending .*Fact of address.*Fact of quiet_hours.*Overridden: They asked.*1 of 3 pass/,
    )
    expect(text).not.toContain('earlier check')
  })

  it('keep earlier ones, each with its moment and its blocking checks', () => {
    const text = drawn(look('send', [answer('consent', 'pass')]), look('compose', [answer('quiet_hours', 'wait')]))
    expect(text).toMatch(/1 of 1 pass.*1 earlier check .*when composed .*0 of 1 pass.*Fact of quiet_hours/)
  })

  it('draw nothing where there was none', () => {
    expect(drawn()).toBe('')
  })
})

describe('the row under the keys', () => {
  it('moves by one, stops at the ends, and begins at the first when its row has left', () => {
    expect(moved([5, 6, 7], 6, 1)).toBe(7)
    expect(moved([5, 6, 7], 7, 1)).toBe(7)
    expect(moved([5, 6, 7], 5, -1)).toBe(5)
    expect(moved([5, 6, 7], 99, 1)).toBe(5)
    expect(moved([], null, 1)).toBeNull()
  })
})

describe('a row whose moment has passed', () => {
  const row = (change: Partial<QueueRow>) =>
    ({ state: 'open', dueAt: 0, openedAt: 0, snoozedUntil: null, ...change }) as QueueRow

  it('says how long it is overdue, and is not marked, because half of a list may be', () => {
    expect(due(row({}), 4 * DAY)).toEqual({ text: 'overdue 4 d', hot: false })
  })

  it('presses nobody once it was acted upon', () => {
    expect(due(row({ state: 'acting' }), 4 * DAY)).toMatchObject({ text: 'due 4 d ago', hot: false })
  })
})

describe('a row of the journal', () => {
  it('is told in words', () => {
    const words = (args: JournalRow['args'], rows: Partial<Parameters<typeof journalWords>[0]> = {}) =>
      journalWords({ args, issues: [], messages: [], named: [], ...rows }, 'UTC')
    expect(words({ ids: ['shop:1/late@5'], reason: 'known' }, { issues: [4] })).toBe('issue 4 · already known')
    expect(words({ until: Date.UTC(2026, 10, 27, 8) }, { issues: [4, 5] })).toBe('2 issues · until 27 Nov 2026, 08:00')
    expect(words({ id: 'sign-in', enabled: false })).toBe('sign-in · off')
    expect(words({ note: 'fine' }, { messages: [4, 5] })).toBe('2 messages · fine')
    expect(words({ id: 'carrier/dhl@1720000000000~2' })).toBe('carrier/dhl')
    expect(words({ id: '0199c0de-outage' }, { named: ['Component storefront'] })).toBe('“Component storefront”')
    expect(words({ dimension: 'component', component: 'storefront' })).toBe('Component storefront')
    expect(words({ owner: 'kim' }, { named: ['Nordlys', 'Fjell'] })).toBe('“Nordlys” and 1 other · owner kim')
    expect(words({})).toBe('')
  })
})

describe('the mail server form', () => {
  it('names what is missing', () => {
    const none = { host: '', port: 0, security: 'tls', user: '', fromName: '', fromAddress: 'nobody' } as const
    expect(missingFields(none)).toEqual(['server', 'port', 'sender name', 'sender address'])
    const all = { ...none, host: 'smtp.example.com', port: 465, fromName: 'Kim', fromAddress: 'kim@example.com' }
    expect(missingFields(all)).toEqual([])
  })
})

describe('the preview of a file', () => {
  it('heads its columns with words, and keeps the names of kept columns', () => {
    expect(heading('account', 'signedUpAt')).toBe('Signed up')
    expect(heading('account', 'externalId')).toBe('Account id')
    expect(heading('event', 'at')).toBe('When')
    expect(heading('event', 'account')).toBe('Account')
    expect(heading('event', 'properties.plan_tier')).toBe('plan_tier')
  })

  it('says what a row must have to be of a kind', () => {
    expect(needs('account')).toBe('an account needs account id')
    expect(needs('event')).toBe('an event needs event id, kind, when and its account')
  })

  it('shows dates as they are written, each in its own way', () => {
    expect(new Set(Object.values(DATE_WORDS)).size).toBe(Object.keys(DATE_WORDS).length)
    expect(DATE_WORDS['dd.mm.yyyy']).toBe('31.12.2024')
  })
})
