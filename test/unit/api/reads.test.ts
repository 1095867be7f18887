import { mkdirSync, writeFileSync } from 'node:fs'
import { isContractProcedure } from '@orpc/contract'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { query } from '../../../main/cache/db.ts'
import { tablesOf } from '../../../main/cache/statement/trace.ts'
import { callByName, listCalls } from '../../../main/cli/call.ts'
import { measureAccounts, spanOf } from '../../../main/signal/backtest/gather.ts'
import { starterTriggers } from '../../../main/signal/starter-triggers.ts'
import { contract } from '../../../shared/contract/whole/contract.ts'
import { TABLES } from '../../../shared/contract/whole/reads.ts'
import { readsByPath } from '../../../shared/contract/whole/stale.ts'
import { ASKED, UNKEPT } from '../../helpers/asked-calls.ts'
import { NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { aFullWorkspace, type Full } from '../../helpers/full-workspace.ts'

const declared = readsByPath(contract)
const paths = listCalls().map(({ name }) => name)

/** A decision's answer names its row in the journal. */
function isDecision(path: string): boolean {
  const found = path.split('.').reduce<object>((node, key) => (node as Record<string, object>)[key] ?? {}, contract)
  const output = isContractProcedure(found) ? found['~orpc'].outputSchema : undefined
  return output instanceof z.ZodObject && 'journalId' in output.shape
}

/** A replay reads in threads of its own; here the same functions read in this one, for every starter trigger. */
function replayAll({ host }: Full): void {
  for (const trigger of starterTriggers())
    measureAccounts(
      host.engine().read,
      trigger,
      spanOf(NOON, 30),
      { first: 0, last: 1_000, lacking: new Set() },
      () => {},
    )
}

/** What each call that a screen keeps was made of, with all of its inputs. */
async function traced(): Promise<Map<string, { reads: Set<string>; writes: Set<string> }>> {
  const statements = new Set<string>()
  const beside = new Set<string>()
  const full = await aFullWorkspace({
    ran: sql => void statements.add(sql),
    failed: error => expect.fail(error.message),
    beside: name => void beside.add(name),
  })
  const touched = tablesOf(full.db)
  const found = new Map<string, { reads: Set<string>; writes: Set<string> }>()
  for (const [path, inputs] of Object.entries(ASKED)) {
    statements.clear()
    beside.clear()
    for (const input of inputs(full)) await callByName(full.call, path, JSON.stringify(input))
    if (path === 'trigger.backtestData') replayAll(full)
    const all = [...statements].map(touched)
    const reads = new Set([...beside, ...all.flatMap(one => [...one.reads])])
    found.set(path, { reads, writes: new Set(all.flatMap(one => [...one.writes])) })
  }
  return found
}

it('every call declares exactly what its answer is made of, and writes nothing', async () => {
  const undeclared: string[] = []
  const wrong: string[] = []
  for (const [path, { reads, writes }] of await traced()) {
    const named = new Set<string>(declared.get(path))
    for (const table of reads) if (!named.has(table)) undeclared.push(`${path} reads ${table} and does not declare it`)
    for (const table of named) if (!reads.has(table)) wrong.push(`${path} declares ${table} and does not read it`)
    for (const table of writes) wrong.push(`${path} writes ${table}`)
  }
  mkdirSync('out/test', { recursive: true })
  writeFileSync('out/test/reads.json', JSON.stringify({ calls: Object.keys(ASKED).length, undeclared, wrong }))
  expect([...undeclared, ...wrong]).toEqual([])
})

it('every call is traced, or a decision, or nobody keeps its answer for a reason', () => {
  const known = paths.map(path => [path, path in ASKED, isDecision(path), path in UNKEPT] as const)
  expect(known.filter(([, ...ways]) => ways.filter(Boolean).length !== 1)).toEqual([])
  expect(Object.keys({ ...ASKED, ...UNKEPT }).filter(path => !paths.includes(path))).toEqual([])
})

it('what is traced declares something, and what is not declares nothing', () => {
  expect([...declared].flatMap(([path, reads]) => (reads.length > 0 ? path : [])).sort()).toEqual(
    Object.keys(ASKED).sort(),
  )
})

it('the tables that a call may declare are those of the schema', () => {
  const tables = query<{ name: string }>(
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type <> 'shadow' AND name NOT LIKE 'sqlite_%' ORDER BY name",
  )
  expect(
    aCache()
      .read.all(tables)
      .map(({ name }) => name),
  ).toEqual([...TABLES])
})
