import { FOUND_KINDS, type Hit } from '../../shared/model/search.ts'
import { wordsAsked } from '../../shared/text/fold.ts'

/** What each kind may take of the list while others wait: nothing that was found is hidden behind a hundred of another kind. */
const SHARES: Record<Hit['kind'], number> = { account: 3, issue: 3, contact: 6, object: 6, message: 6 }

/** How near a text is to what is found: 0 the same, 1 its beginning, 2 in it. */
function distance({ title, detail }: Hit, asked: string): number {
  const names = [title, ...detail.split(' · ')].map(name => wordsAsked(name).join(' '))
  if (names.includes(asked)) return 0
  return names[0]?.startsWith(asked) ? 1 : 2
}

/**
 * The likeliest first, at most `limit`: what is called exactly so, an account and its issues before the rest; then by kind
 * and nearness, issues in the order given. Every kind that was found has its share of the list.
 */
export function bestHits(hits: readonly Hit[], text: string, limit: number): Hit[] {
  const asked = wordsAsked(text).join(' ')
  const unique = [...new Map(hits.map(hit => [`${hit.kind}:${hit.id}`, hit])).values()]
  const meant = new Set(
    unique.filter(hit => hit.kind === 'account' && distance(hit, asked) === 0).map(({ accountId }) => accountId),
  )
  const rank = (hit: Hit) => {
    const near = distance(hit, asked)
    if (hit.kind === 'issue' && meant.has(hit.accountId)) return 1
    if (near === 0 && hit.kind !== 'issue') return hit.kind === 'account' ? 0 : 2
    return 3 * (1 + FOUND_KINDS.indexOf(hit.kind)) + (hit.kind === 'issue' ? 0 : near)
  }
  const ordered = unique
    .map((hit, at) => ({ hit, at, rank: rank(hit) }))
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
    .map(({ hit }) => hit)
  return shared(ordered, limit)
}

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
