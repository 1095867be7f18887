import type { CallMeta } from '../call.ts'

interface Declared {
  '~orpc': { meta?: CallMeta }
}

const isCall = (node: object): node is Declared => '~orpc' in node

/** Path of every call (`queue.list`) with what its answer is made of, as the contract declares it; a decision has none. */
export function readsByPath(contract: object, at: readonly string[] = []): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  for (const [name, node] of Object.entries(contract) as [string, object][]) {
    const path = [...at, name]
    if (!isCall(node)) for (const [key, reads] of readsByPath(node, path)) found.set(key, reads)
    else found.set(path.join('.'), node['~orpc'].meta?.reads ?? [])
  }
  return found
}

/** The calls whose answers a change of these tables makes stale. `*`: another process wrote, so any answer may be stale. */
export function stalePaths(reads: ReadonlyMap<string, readonly string[]>, tables: Iterable<string>): string[] {
  const changed = new Set(tables)
  return [...reads]
    .filter(([, names]) => changed.has('*') || names.some(name => changed.has(name)))
    .map(([path]) => path)
}
