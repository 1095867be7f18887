import { FOUND_KINDS, type Hit } from '../../shared/model/search.ts'
import { wordsAsked } from '../../shared/text/fold.ts'

/** What each kind may take of the list while others wait: nothing that was found is hidden behind a hundred of another kind. */
const SHARES: Record<Hit['kind'], number> = { account: 3, issue: 3, contact: 6, object: 6, message: 6, note: 6 }

/** The likeliest first, at most `limit`; every kind that was found has its share of the list. */
export const bestHits = (hits: readonly Hit[], text: string, limit: number): Hit[] =>
  shared(inOrder(hits, wordsAsked(text).join(' ')), limit)

/**
 * What is called exactly so, an account and its issues before the rest; then by kind, and within a kind what begins so
 * before what only holds it. Issues stay in the order given.
 */
function inOrder(hits: readonly Hit[], asked: string): Hit[] {
  const unique = [...new Map(hits.map(hit => [`${hit.kind}:${hit.id}`, hit])).values()]
  const issues = unique.filter(({ kind }) => kind === 'issue')
  const [named, others] = divided(unique, hit => hit.kind !== 'issue' && namesOf(hit).includes(asked))
  const [accounts, things] = divided(named, ({ kind }) => kind === 'account')
  const meant = new Set(accounts.map(({ accountId }) => accountId))
  const rest = FOUND_KINDS.flatMap(of => {
    if (of === 'issue') return issues
    const ofKind = others.filter(({ kind }) => kind === of)
    return divided(ofKind, hit => namesOf(hit)[0]?.startsWith(asked) === true).flat()
  })
  return [...new Set([...accounts, ...issues.filter(({ accountId }) => meant.has(accountId)), ...things, ...rest])]
}

const namesOf = ({ title, detail }: Hit): string[] =>
  [title, ...detail.split(' · ')].map(name => wordsAsked(name).join(' '))

/** Those that are so, and those that are not, each in their order. */
const divided = (hits: readonly Hit[], isSo: (hit: Hit) => boolean): [Hit[], Hit[]] => [
  hits.filter(isSo),
  hits.filter(hit => !isSo(hit)),
]

/** Takes the first of each kind up to its share, then the others in order; gives them back in the order they had. */
function shared(ordered: readonly Hit[], limit: number): Hit[] {
  const taken = new Map<Hit['kind'], number>()
  const within = new Set<Hit>()
  for (const hit of ordered) {
    const n = taken.get(hit.kind) ?? 0
    if (n >= Math.ceil(limit / SHARES[hit.kind]) || within.size >= limit) continue
    taken.set(hit.kind, n + 1)
    within.add(hit)
  }
  for (const hit of ordered) if (within.size < limit) within.add(hit)
  return ordered.filter(hit => within.has(hit))
}
