import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Mutant } from './mutant.ts'
import type { Ending, Said, Task } from './protocol.ts'

/** A fault and what became of it. `by`: the first test that failed, where one did. */
export interface Tried {
  mutant: Mutant
  ending: Ending
  by: string | null
}

const WORKER = join(import.meta.dirname, 'worker.ts')
/** Until the tests pass without a fault, ms: a slow machine must not look like an endless loop. */
const START = 300_000

/** Processes that are under way; they end with this one. */
const living = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of living) killGroup(child)
})

/**
 * Makes all faults of a heart. A process whose tests do not come to an end is killed with all that it started, the fault
 * counts as found, and another process goes on behind it. How long they may take is many times what they take without a
 * fault, and `least` ms at least. Throws where the run is worth nothing.
 */
export async function tryAll({ heart, mutants }: Task, least = 15_000): Promise<Tried[]> {
  const tried: Tried[] = []
  while (tried.length < mutants.length)
    tried.push(...(await tryUntilStuck({ heart, mutants: mutants.slice(tried.length) }, least)))
  return tried
}

function tryUntilStuck(task: Task, least: number): Promise<Tried[]> {
  const { heart, mutants } = task
  return new Promise((resolve, reject) => {
    const tried: Tried[] = []
    // A group of its own, so that the processes which run the tests end with it.
    const child = fork(WORKER, { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    living.add(child)
    let patience: number | null = null
    let timer: NodeJS.Timeout | undefined
    const end = (error: string | null) => {
      clearTimeout(timer)
      child.removeAllListeners()
      living.delete(child)
      killGroup(child)
      if (error === null) resolve(tried)
      else reject(new Error(error))
    }
    const stuck = () => {
      const mutant = mutants[tried.length]
      if (patience === null || !mutant) return end(`the tests of ${heart.file} never ended`)
      tried.push({ mutant, ending: 'timeout', by: null })
      end(null)
    }
    const wait = () => {
      clearTimeout(timer)
      timer = setTimeout(stuck, patience ?? START)
    }
    child.on('exit', code => end(`the process of ${heart.file} ended with ${code}`))
    child.on('message', (said: Said) => {
      if ('error' in said) return end(said.error)
      if ('ready' in said) patience = Math.max(least, 10 * said.ready)
      else {
        const mutant = mutants[said.at]
        if (mutant) tried.push({ mutant, ending: said.ending, by: said.by })
        if (tried.length === mutants.length) return end(null)
      }
      wait()
    })
    child.send(task)
    wait()
  })
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}
