/** A search result of the engine: an account, or an issue whose `detail` names its account. */
export interface Hit {
  kind: 'account' | 'issue'
  id: number
  title: string
  detail: string
}

const accountOf = (hit: Hit) => (hit.kind === 'account' ? hit.title : hit.detail)

/** How well a name matches: 0 exactly, 1 at its beginning, 2 anywhere else. */
function closeness(name: string, wanted: string): number {
  const plain = name.toLowerCase()
  if (plain === wanted) return 0
  return plain.startsWith(wanted) ? 1 : 2
}

/** Best matches first. An exact account name puts that account first, then its issues; ties keep the engine's order. */
export function bestFirst(hits: readonly Hit[], text: string): Hit[] {
  const wanted = text.trim().toLowerCase()
  const rank = (hit: Hit) => {
    const exact = closeness(accountOf(hit), wanted)
    if (exact === 0) return hit.kind === 'account' ? 0 : 1
    return 2 + Math.min(exact, closeness(hit.title, wanted))
  }
  return hits.toSorted((a, b) => rank(a) - rank(b))
}
