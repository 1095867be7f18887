import { describe, expect, it } from 'vitest'
import { standing } from '../../renderer/screens/outbox/standing.ts'
import { due } from '../../renderer/screens/queue/issue-row.tsx'
import { journalWords } from '../../renderer/screens/settings/journal-words.ts'
import { missingIn } from '../../renderer/screens/settings/smtp-form.tsx'
import { DATE_WORDS, heading, needs } from '../../renderer/screens/sources/mapping-edit.ts'
import { bestFirst } from '../../renderer/shell/best-first.ts'
import { DAY } from '../../shared/duration.ts'
import type { OutboxSummary, QueueRow } from '../../shared/model.ts'

const summary = (counts: Partial<OutboxSummary['counts']>, oldestWaitingAt: number | null = null) =>
  ({ counts, oldestWaitingAt, paused: false, trouble: null }) as OutboxSummary

describe('the outbox', () => {
  it('does not say that everything has left while something was refused or is unsure', () => {
    expect(standing(summary({ sent: 4, refused: 15 }), 0)).toBe('Nothing waits · 15 refused')
    expect(standing(summary({ sent: 4, refused: 1, unsure: 2 }), 0)).toBe('Nothing waits · 2 unsure · 1 refused')
    expect(standing(summary({ sent: 4 }), 0)).toBe('Everything has left')
    expect(standing(summary({}), 0)).toBe('Nothing to send')
  })

  it('says what waits, since when, and what is stuck beside it', () => {
    expect(standing(summary({ waiting: 1, refused: 2 }, 0), 3 * DAY)).toBe(
      '1 message waiting, the oldest for 3 d · 2 refused',
    )
  })
})

describe('a row whose moment has passed', () => {
  const row = (change: Partial<QueueRow>) =>
    ({ state: 'open', dueAt: 0, openedAt: 0, snoozedUntil: null, ...change }) as QueueRow

  it('says how long it is overdue, and is marked', () => {
    expect(due(row({}), 4 * DAY)).toEqual({ text: 'overdue 4 d', hot: true })
  })

  it('presses nobody once it was acted upon', () => {
    expect(due(row({ state: 'acting' }), 4 * DAY)).toMatchObject({ text: 'due 4 d ago', hot: false })
  })
})

describe('a row of the journal', () => {
  it('is told in words', () => {
    expect(journalWords({ args: { ids: [4], reason: 'known' } }, 'UTC')).toBe('issue 4 · known already')
    expect(journalWords({ args: { ids: [4, 5], until: Date.UTC(2026, 10, 27, 8) } }, 'UTC')).toBe(
      '2 issues · until 27 Nov 2026, 08:00',
    )
    expect(journalWords({ args: { id: 'sign-in', enabled: false } }, 'UTC')).toBe('sign-in · off')
    expect(journalWords({ args: {} }, 'UTC')).toBe('')
  })
})

describe('the mail server form', () => {
  it('names what is missing', () => {
    const none = { host: '', port: 0, security: 'tls', user: '', fromName: '', fromAddress: 'nobody' } as const
    expect(missingIn(none)).toEqual(['server', 'port', 'from, name', 'from, address'])
    const all = { ...none, host: 'smtp.example.com', port: 465, fromName: 'Kim', fromAddress: 'kim@example.com' }
    expect(missingIn(all)).toEqual([])
  })
})

describe('a search in the palette', () => {
  const issue = { kind: 'issue', id: 1, title: 'Use has dropped', detail: 'Acme' } as const
  const other = { kind: 'issue', id: 2, title: 'Use has dropped', detail: 'Acme Norge' } as const
  const account = { kind: 'account', id: 3, title: 'Acme', detail: 'Account' } as const

  it('puts the account of that very name before its issues, and those before others', () => {
    expect(bestFirst([other, issue, account], 'acme').map(({ id }) => id)).toEqual([3, 1, 2])
  })

  it('keeps the order of equally good matches', () => {
    expect(bestFirst([other, issue], 'dropped').map(({ id }) => id)).toEqual([2, 1])
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
