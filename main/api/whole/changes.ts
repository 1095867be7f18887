import { contract } from '../../../shared/contract/whole/contract.ts'
import { readsByPath, stalePaths } from '../../../shared/contract/whole/stale.ts'

const reads = readsByPath(contract)

/** Changes with the calls whose answers they make stale, so that a page need not know the contract to ask again. */
export async function* withStale(changes: AsyncIterable<{ tables: string[] }>) {
  for await (const { tables } of changes) yield { tables, calls: stalePaths(reads, tables) }
}
