import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  groupsOf,
  type Identity,
  type Known,
  type Link,
  linksBetween,
  proposalsOf,
  type Said,
} from '../../../main/sync/identity/rules.ts'

const known = (id: number, source: number, of: Partial<Known> = {}): Known => ({
  id,
  source,
  uid: `s${source}:${id}`,
  name: `Company ${id}`,
  identities: [],
  ...of,
})
const holds = (kind: Identity['kind'], value: string, verified: boolean) => ({
  identities: [{ kind, value, verified }],
})
const link = (a: number, b: number, of: Partial<Link> = {}): Link => ({
  a,
  b,
  rule: 'domain',
  value: 'acme.example',
  confidence: 0.95,
  certain: true,
  ...of,
})
const says = (same: boolean, a: number, b: number): Said => ({ a, b, same })

describe('a link between accounts', () => {
  it.each([
    // An id that one side gives for the other is enough; a domain or an address must be both sides' own.
    ['external', true, false, { rule: 'external', confidence: 0.98, certain: true }],
    ['external', false, true, { rule: 'external', confidence: 0.98, certain: true }],
    ['domain', true, true, { rule: 'domain', confidence: 0.95, certain: true }],
    ['domain', true, false, { rule: 'domain', confidence: 0.6, certain: false }],
    ['domain', false, true, { rule: 'domain', confidence: 0.6, certain: false }],
    ['domain', false, false, { rule: 'domain', confidence: 0.6, certain: false }],
    ['email', true, true, { rule: 'email', confidence: 0.9, certain: true }],
    ['email', true, false, { rule: 'email', confidence: 0.7, certain: false }],
    ['email', false, true, { rule: 'email', confidence: 0.7, certain: false }],
  ] as const)('by %s, verified %s and %s', (kind, one, other, expected) => {
    const accounts = [known(8, 1, holds(kind, 'x', one)), known(3, 2, holds(kind, 'x', other))]
    expect(linksBetween(accounts)).toEqual([{ a: 3, b: 8, value: 'x', ...expected }])
  })

  it('needs the same kind and value, and two sources', () => {
    const domain = holds('domain', 'x', true)
    expect(linksBetween([known(1, 1, domain), known(2, 1, domain)])).toEqual([])
    expect(linksBetween([known(1, 1, domain), known(2, 2, holds('email', 'x', true))])).toEqual([])
    expect(linksBetween([known(1, 1, domain), known(2, 2, holds('domain', 'y', true))])).toEqual([])
    const three = linksBetween([1, 2, 3].map(n => known(n, n, domain)))
    expect(three.map(({ a, b }) => [a, b])).toEqual([
      [1, 2],
      [1, 3],
      [2, 3],
    ])
  })

  it('by an equal id that nobody gave for the other is a question, where the names are the same too', () => {
    const pair = (one: string, other: string) =>
      linksBetween([
        known(1, 1, { name: one, ...holds('external', '7', false) }),
        known(2, 2, { name: other, ...holds('external', '7', false) }),
      ])
    const asked = [{ a: 1, b: 2, rule: 'same_id', value: '7', confidence: 0.8, certain: false }]
    // Names are compared without case, spaces and punctuation, but letter for letter.
    expect(pair('Ácme & Söhne, Inc.', 'ácme söhne INC')).toEqual(asked)
    expect(pair('Acme 1', 'Acme 2')).toEqual([])
    expect(pair('Ácme', 'Acme')).toEqual([])
  })

  it('that only one side verifies never merges anything, however many there are', () => {
    const account = fc.record({
      source: fc.integer({ min: 1, max: 3 }),
      domains: fc.uniqueArray(fc.constantFrom('a.example', 'b.example', 'c.example')),
    })
    fc.assert(
      fc.property(fc.array(account, { maxLength: 8 }), fc.integer({ min: 1, max: 3 }), (list, sure) => {
        // One source is sure of its domains, the others are not; nobody is sure within a source of its own.
        const accounts = list.map(({ source, domains }, id) =>
          known(id, source, {
            identities: domains.map(value => ({ kind: 'domain' as const, value, verified: source === sure })),
          }),
        )
        const links = linksBetween(accounts)
        expect(links.filter(({ certain }) => certain)).toEqual([])
        expect(groupsOf(accounts, links, [])).toEqual([])
      }),
    )
  })
})

describe('which accounts are one', () => {
  const accounts = [known(1, 1), known(2, 2), known(3, 3), known(4, 1), known(5, 2), known(6, 3)]

  it('are those of a certain link, the first by its id at the source in front', () => {
    const some = [known(5, 1, { uid: 'b:1' }), known(3, 2, { uid: 'c:1' }), known(9, 3, { uid: 'a:1' })]
    const links = [link(3, 5, { rule: 'email' }), link(5, 9)]
    expect(groupsOf(some, links, [])).toEqual([{ members: [9, 5, 3], rule: 'email' }])
    expect(groupsOf(some, [link(3, 5, { certain: false })], [])).toEqual([])
  })

  it('are found in several groups side by side, each by its own rule', () => {
    expect(groupsOf(accounts, [link(1, 2), link(4, 6, { rule: 'external' })], [])).toEqual([
      { members: [1, 2], rule: 'domain' },
      { members: [4, 6], rule: 'external' },
    ])
  })

  it('are chained: what is one with the second is one with the first, in whatever order links come', () => {
    const chain = [link(5, 6), link(1, 2), link(3, 5), link(2, 3)]
    const [a, b, c] = [known(1, 1), known(2, 2), known(3, 3)]
    const more = [a, b, c, known(5, 4), known(6, 5)]
    for (const links of [chain, chain.toReversed()])
      expect(groupsOf(more, links, [])[0]?.members).toEqual([1, 2, 3, 5, 6])
  })

  it('are none where two of one source would be among them', () => {
    expect(groupsOf(accounts, [link(1, 2), link(2, 4)], [])).toEqual([])
    expect(groupsOf(accounts, [link(1, 2), link(2, 3)], [])).toHaveLength(1)
  })

  it('are none where a person keeps two of them apart, and are where only one is concerned', () => {
    expect(groupsOf(accounts, [link(1, 2), link(2, 3)], [says(false, 1, 3)])).toEqual([])
    expect(groupsOf(accounts, [link(1, 2)], [says(false, 1, 6)])).toHaveLength(1)
    expect(groupsOf(accounts, [link(1, 2)], [says(false, 3, 2)])).toHaveLength(1)
  })

  it('are those that a person has put together, also of one source, and beside an ambiguous link', () => {
    expect(groupsOf(accounts, [], [says(true, 1, 4)])).toEqual([{ members: [1, 4], rule: 'person' }])
    expect(groupsOf(accounts, [link(1, 2), link(2, 4)], [says(true, 1, 2)])).toEqual([
      { members: [1, 2], rule: 'person' },
    ])
    expect(groupsOf(accounts, [], [says(true, 1, 2)])).toEqual([{ members: [1, 2], rule: 'person' }])
    expect(groupsOf(accounts, [link(2, 3)], [says(true, 1, 2)])).toEqual([{ members: [1, 2, 3], rule: 'domain' }])
  })

  it('are, of what a person said, the first pairs that contradict nothing', () => {
    const said = [says(true, 2, 3), says(false, 1, 3), says(true, 1, 2)]
    for (const order of [said, said.toReversed()])
      expect(groupsOf(accounts, [], order)).toEqual([{ members: [1, 2], rule: 'person' }])
    const star = [says(true, 1, 6), says(true, 1, 2), says(false, 2, 6)]
    expect(groupsOf(accounts, [], star)).toEqual([{ members: [1, 2], rule: 'person' }])
    const beside = [says(true, 1, 2), says(true, 3, 4), says(true, 3, 5), says(false, 4, 5)]
    expect(groupsOf(accounts, [link(2, 3)], beside).map(({ members }) => members)).toEqual([
      [1, 2],
      [4, 3],
    ])
    // What was said of others stays out of it.
    const two = [...said, says(true, 5, 6)]
    expect(groupsOf(accounts, [], two).map(({ members }) => members)).toEqual([
      [1, 2],
      [5, 6],
    ])
  })

  it('are only accounts that are there', () => {
    expect(groupsOf(accounts, [link(1, 99), link(98, 2)], [says(true, 3, 97)])).toEqual([])
    expect(groupsOf(accounts, [], [says(true, 1, 1)])).toEqual([])
    const links = [link(1, 99, { rule: 'external' }), link(1, 2)]
    expect(groupsOf(accounts, links, [])).toEqual([{ members: [1, 2], rule: 'domain' }])
  })
})

describe('what a person is asked', () => {
  const likely = (a: number, b: number, of: Partial<Link> = {}) =>
    link(a, b, { certain: false, confidence: 0.6, ...of })

  it('is each pair once, by its strongest reason, with all reasons added up', () => {
    const reasons = [likely(1, 2), likely(1, 2, { rule: 'email', value: 'a@x', confidence: 0.7 }), likely(1, 3)]
    expect(proposalsOf(reasons, [], [])).toEqual([
      { ...reasons[1], confidence: 0.88 },
      { ...reasons[2], confidence: 0.6 },
    ])
    const level = [likely(1, 2, { value: 'b' }), likely(1, 2, { value: 'a' }), likely(1, 2, { value: 'c' })]
    expect(proposalsOf(level, [], [])).toEqual([{ ...level[1], confidence: 0.936 }])
  })

  it('is nothing that is one already, and nothing that a person keeps apart', () => {
    const groups = [
      { members: [1, 2], rule: 'domain' as const },
      { members: [3, 4], rule: 'domain' as const },
    ]
    expect(proposalsOf([likely(1, 2)], groups, [])).toEqual([])
    expect(proposalsOf([likely(2, 3)], groups, [])).toHaveLength(1)
    expect(proposalsOf([likely(5, 6)], groups, [])).toHaveLength(1)
    expect(proposalsOf([likely(5, 6)], groups, [says(false, 5, 6)])).toEqual([])
    expect(proposalsOf([likely(5, 6)], groups, [says(true, 5, 6), says(false, 5, 7)])).toHaveLength(1)
  })
})
