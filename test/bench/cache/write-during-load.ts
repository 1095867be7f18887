import { join } from 'node:path'
import { decide } from '../../../main/cache/journal.ts'
import { claim, release } from '../../../main/queue/commands.ts'
import { benchCache } from './bench-cache.ts'
import { makeAccounts, makeIssues } from './issues.ts'
import { connectFiles } from './load.ts'

/** A person at work: a decision every so many ms, claims and releases in turn. */
const EVERY = 25

/**
 * How long a person's decision takes while files are being loaded, in ms for each decision. Counted from the moment at
 * which it was due, so a thread that was too busy to even notice the person counts as waiting too.
 */
export async function writesDuringLoad(dir: string, dataDir: string): Promise<number[]> {
  const cache = benchCache(join(dir, 'busy'))
  makeAccounts(cache.connection, 20)
  makeIssues(cache.connection, 100)
  const sync = await connectFiles(cache, dataDir)
  const samples: number[] = []
  const pending: Promise<void>[] = []
  const begun = performance.now()
  let n = 0
  const timer = setInterval(() => {
    // Every decision that has become due since: a late timer must not hide the ones that it swallowed.
    for (; begun + n * EVERY <= performance.now(); n++) pending.push(decision(n))
  }, 1)
  const decision = async (number: number) => {
    const command = number % 2 === 0 ? claim : release
    const at = { id: `bench-${number}`, actor: 'ingrid', device: 'bench', at: number }
    const ids = [2 + (Math.floor(number / 2) % 9)]
    await cache.writer.write('user', tx => decide(tx, command, { ids }, at))
    samples.push(performance.now() - (begun + number * EVERY))
  }
  await sync()
  clearInterval(timer)
  await Promise.all(pending)
  await cache.close()
  return samples
}
