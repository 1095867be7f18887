import { syncBuiltinESMExports } from 'node:module'
import { basename, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import threads, { type WorkerOptions } from 'node:worker_threads'
import { compiled } from './compiled.ts'

/**
 * Run before each file of tests: threads of the product that tests start begin with compiled code, as in the product. From
 * the sources each of them would take two or three times as long, and hundreds are started.
 */
const COMPILED = Symbol.for('forestall.compiled-workers')

class CompiledWorker extends threads.Worker {
  static readonly [COMPILED] = true
  constructor(file: string | URL, options?: WorkerOptions) {
    super(compiledOf(file), options)
  }
}

const compiledOf = (file: string | URL): string | URL => {
  const path = file instanceof URL ? fileURLToPath(file) : file
  return path.includes(`${sep}main${sep}`) && path.endsWith('-worker.ts') ? compiled(basename(path, '.ts')) : file
}

// The processes of the runner are shared by many files of tests, and one change is enough.
if (!(COMPILED in threads.Worker)) {
  threads.Worker = CompiledWorker
  syncBuiltinESMExports()
}
