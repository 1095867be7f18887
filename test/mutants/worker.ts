import { join } from 'node:path'
import type { Plugin } from 'vite'
import { createVitest, type Vitest } from 'vitest/node'
import { ending } from './endless.ts'
import { applied, ROOT, sourceOf } from './mutant.ts'
import type { Said, Task } from './protocol.ts'

/** Code of the product: a fault in one file may make a loop of another endless. */
const OURS = ['main', 'shared'].map(folder => join(ROOT, folder, '/'))

/**
 * Makes the faults of one heart, one after the other, in a vitest of its own: only what is handed to the tests differs,
 * no file is touched. Says how each ended over the channel to the process that started it.
 */
async function work({ heart, mutants }: Task): Promise<void> {
  const file = join(ROOT, heart.file)
  const source = sourceOf(heart.file)
  const drawing = heart.tests.filter(test => sourceOf(test).includes("from 'fast-check'"))
  const now = { text: source, handedOut: 0 }
  const plugin: Plugin = {
    name: 'mutant',
    enforce: 'pre',
    transform(code, id) {
      const path = id.split('?')[0] ?? id
      if (path === file) now.handedOut++
      if (OURS.some(folder => path.startsWith(folder))) return ending(path === file ? now.text : code)
      return undefined
    },
  }
  const vitest = await createVitest(
    {
      root: ROOT,
      config: false,
      watch: false,
      pool: 'forks',
      maxWorkers: 1,
      bail: 1,
      // A fault may fill the memory, or wait for what never comes.
      execArgv: ['--max-old-space-size=512'],
      testTimeout: 60_000,
      setupFiles: drawing.length > 0 ? [join(import.meta.dirname, 'same-chance.ts')] : [],
      // Kept results of a transformation know nothing of the fault.
      fsModuleCache: false,
      reporters: [{}],
    },
    { plugins: [plugin] },
  )
  await vitest.standalone()
  const handOut = (text: string) => {
    Object.assign(now, { text, handedOut: 0 })
    vitest.invalidateFile(file)
  }
  const run = (test: string) => runOne(vitest, join(ROOT, test))
  const began = performance.now()
  for (const test of heart.tests) {
    handOut(source)
    const broken = await run(test)
    if (broken !== null) return say({ error: `${test} fails without any fault: ${broken}` })
    if (now.handedOut === 0) return say({ error: `${test} does not load ${heart.file}` })
  }
  say({ ready: performance.now() - began })
  for (const [at, mutant] of mutants.entries()) {
    handOut(applied(source, mutant))
    let by: string | null = null
    for (const test of heart.tests) {
      by = await run(test)
      if (by !== null) break
    }
    if (now.handedOut === 0) return say({ error: `a fault of ${heart.file} was never handed out` })
    say({ at, ending: by === null ? 'survived' : 'killed', by })
  }
  await vitest.close()
}

/** Runs one file of tests; what failed in it, or null. */
async function runOne(vitest: Vitest, test: string): Promise<string | null> {
  const specification = vitest.getRootProject().createSpecification(test)
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications([specification])
  // What other files came to before is kept, and given again.
  const module = testModules.find(({ moduleId }) => moduleId === test)
  if (!module) return 'the file was not run'
  const [failed] = module.children.allTests('failed')
  if (failed) return failed.fullName
  const [error] = [...module.errors(), ...unhandledErrors]
  if (error) return String((error as Error).message)
  return [...module.children.allTests('passed')].length > 0 ? null : 'no test ran'
}

function say(said: Said): void {
  if (process.connected) process.send?.(said)
}

process.once('message', task => {
  work(task as Task)
    .catch((error: unknown) => say({ error: String(error) }))
    .finally(() => process.disconnect())
})
