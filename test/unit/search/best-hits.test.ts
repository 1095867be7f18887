import { describe, expect, it } from 'vitest'
import { bestHits } from '../../../main/search/best-hits.ts'
import type { Hit } from '../../../shared/model/search.ts'

const hit = (kind: Hit['kind'], id: number, title: string, of: Partial<Hit> = {}): Hit => ({
  ...{ kind, id, accountId: 100 + id, title, detail: '' },
  ...of,
})
/** Names of what is found, best first. */
const best = (hits: readonly Hit[], text: string, limit = 50) =>
  bestHits(hits, text, limit).map(({ kind, id }) => `${kind} ${id}`)

describe('what is found', () => {
  const exact = hit('account', 1, 'Acme')
  const issue = hit('issue', 2, 'Payments fail', { accountId: 101 })
  const contact = hit('contact', 3, 'Acme')
  const starts = hit('account', 4, 'Acme Labs')
  const within = hit('account', 5, 'The Acme House')
  const other = hit('issue', 6, 'Acme is silent')
  const person = hit('contact', 7, 'Acme Miller')
  const friend = hit('contact', 8, 'Ada of Acme')
  const order = hit('object', 9, 'Acme order')
  const message = hit('message', 10, 'Acme, hello')
  const inOrder = [exact, issue, contact, starts, within, other, person, friend, order, message]

  it('is the account of that name, its issues, others of that name, then each kind by how near it is', () => {
    const names = inOrder.map(({ kind, id }) => `${kind} ${id}`)
    expect(best(inOrder, 'acme')).toEqual(names)
    expect(best(inOrder.toReversed(), 'ACME')).toEqual(names)
  })

  it('stays in the order given where nothing tells it apart, issues whatever they are called', () => {
    const issues = [hit('issue', 1, 'The Acme House'), hit('issue', 2, 'Acme'), hit('issue', 3, 'Acme Labs')]
    expect(best(issues, 'acme')).toEqual(['issue 1', 'issue 2', 'issue 3'])
    expect(best(issues.toReversed(), 'acme')).toEqual(['issue 3', 'issue 2', 'issue 1'])
    expect(best([within, hit('account', 11, 'Our Acme')], 'acme')).toEqual(['account 5', 'account 11'])
  })

  it('is called so by any part of its detail, but begins by its title alone', () => {
    const detail = 'acme.example · Acme'
    expect(best([starts, hit('account', 12, 'House', { detail })], 'acme')).toEqual(['account 12', 'account 4'])
    const begins = hit('account', 13, 'House', { detail: 'Acme Labs' })
    expect(best([begins, starts], 'acme')).toEqual(['account 4', 'account 13'])
  })

  it('is given once, and only an account of that name brings its issues forward', () => {
    expect(best([starts, starts], 'acme')).toEqual(['account 4'])
    expect(best([starts, hit('contact', 4, 'Acme Labs')], 'acme')).toEqual(['account 4', 'contact 4'])
    const theirs = hit('issue', 14, 'Payments fail', { accountId: 104 })
    expect(best([theirs, starts], 'acme')).toEqual(['account 4', 'issue 14'])
    expect(best([theirs, hit('contact', 3, 'Acme', { accountId: 104 })], 'acme')).toEqual(['contact 3', 'issue 14'])
  })
})

describe('a list that is too short for all', () => {
  const many = (kind: Hit['kind'], n: number) =>
    Array.from({ length: n }, (_, i) => hit(kind, i, `Acme ${i}`, { accountId: i }))
  const counts = (hits: readonly Hit[], limit: number) => {
    const found = bestHits(hits, 'acme', limit)
    return Object.fromEntries(Object.entries(Object.groupBy(found, ({ kind }) => kind)).map(([k, v]) => [k, v.length]))
  }
  const all = (['account', 'issue', 'contact', 'object', 'message'] as const).flatMap(kind => many(kind, 20))

  it('has a third each of accounts and issues, and a sixth of the others, rounded up', () => {
    expect(counts(all, 12)).toEqual({ account: 4, issue: 4, contact: 2, object: 2 })
    expect(
      counts(
        all.filter(({ kind }) => kind !== 'account'),
        12,
      ),
    ).toEqual({
      ...{ issue: 6, contact: 2, object: 2, message: 2 },
    })
    expect(counts(all, 7)).toEqual({ account: 3, issue: 3, contact: 1 })
    for (const kind of ['contact', 'object', 'message', 'note'] as const) {
      expect(counts([...many('account', 20), ...many(kind, 20)], 7)).toEqual({ account: 5, [kind]: 2 })
      expect(counts([...many('account', 20), ...many(kind, 20)], 12)).toEqual({ account: 10, [kind]: 2 })
    }
  })

  it('is filled with the best of the others where kinds leave room, and never too long', () => {
    expect(counts([...many('account', 20), ...many('message', 1)], 6)).toEqual({ account: 5, message: 1 })
    expect(bestHits([...many('account', 20), ...many('message', 1)], 'acme', 6).map(({ id }) => id)).toEqual([
      0, 1, 2, 3, 4, 0,
    ])
    expect(bestHits(all, 'acme', 6)).toHaveLength(6)
    expect(bestHits(all, 'acme', 500)).toHaveLength(100)
  })
})
