import { QueryClient } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import { keepWhileSame } from '../../../renderer/api/keep-while-same.ts'
import { stillTrue } from '../../../renderer/api/still-true.ts'
import { settledDraft } from '../../../renderer/screens/queue/act/use-outreach.ts'
import { NO_DRAFT } from '../../../renderer/state/drafts.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'

/** A query as it was asked before, under the key that its call has. */
const asked = (input: object) => ({ queryKey: [['some', 'call'], { type: 'query', input }] })

it('rows far away are known from an answer that is kept, until something of them has changed', async () => {
  const queries = new QueryClient()
  const key = [['queue', 'list'], { type: 'query', input: { offset: 100 } }]
  expect(stillTrue(queries, key)).toBeUndefined()
  queries.setQueryData(key, [{ id: 7 }])
  expect(stillTrue(queries, key)).toEqual([{ id: 7 }])
  await queries.invalidateQueries({ queryKey: [['queue', 'list']] })
  expect(stillTrue(queries, key)).toBeUndefined()
  queries.setQueryData(key, [{ id: 8 }])
  expect(stillTrue(queries, key)).toEqual([{ id: 8 }])
})

describe('the answer to the last question', () => {
  it('stays while the question is the same in the parts that the screen names', () => {
    const now = { issueId: 4, playbookId: 'a', text: 'Hello y' }
    const keep = keepWhileSame(now, ['issueId', 'playbookId'])
    expect(keep('last', asked({ ...now, text: 'Hello' }))).toBe('last')
  })

  it('goes with another issue, another playbook, and where nothing was asked before', () => {
    const keep = keepWhileSame({ issueId: 4, playbookId: 'a' }, ['issueId', 'playbookId'])
    expect(keep('last', asked({ issueId: 5, playbookId: 'a' }))).toBeUndefined()
    expect(keep('last', asked({ issueId: 4, playbookId: 'b' }))).toBeUndefined()
    expect(keep('last', undefined)).toBeUndefined()
    expect(keep(undefined, asked({ issueId: 4, playbookId: 'a' }))).toBeUndefined()
  })

  it('stays while a period moves along with the hour, and goes with another period', () => {
    const from = 400 * DAY
    const keep = keepWhileSame({ from }, ['from'])
    expect(keep('last', asked({ from: from - HOUR }))).toBe('last')
    expect(keep('last', asked({ from: from - 23 * DAY }))).toBeUndefined()
    expect(keep('last', asked({}))).toBeUndefined()
    expect(keepWhileSame<{ from?: number }>({}, ['from'])('last', asked({}))).toBe('last')
  })
})

describe('the draft that a preview is asked for', () => {
  const before = { key: '1:a', draft: { ...NO_DRAFT, text: 'Dear A' } }

  it('is the one before the last pause while somebody types', () => {
    const now = { key: '1:a', draft: { ...NO_DRAFT, text: 'Dear Al' } }
    expect(settledDraft(before, now)).toBe(before.draft)
  })

  it('is never the one of another message, nor of another recipient or language', () => {
    for (const now of [
      { key: '2:a', draft: NO_DRAFT },
      { key: '1:b', draft: NO_DRAFT },
      { key: '1:a', draft: { ...before.draft, contactId: 7 } },
      { key: '1:a', draft: { ...before.draft, language: 'de' } },
    ])
      expect(settledDraft(before, now)).toBe(now.draft)
  })
})
