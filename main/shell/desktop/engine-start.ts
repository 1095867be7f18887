import { join } from 'node:path'
import { runCompiled } from './compiled-code.ts'

/**
 * The utility process's entry: runs the engine from code that an earlier start compiled. The code is kept beside the
 * bundles, never with the user's data: who can write there can change the bundles too. A package is read-only and
 * sealed, so what is not in it from the beginning is compiled at each start.
 */
const engine = runCompiled(
  join(import.meta.dirname, 'engine.cjs'),
  join(import.meta.dirname, '../compiled', `engine-${process.versions.v8}-${process.arch}.bin`),
)
process.once('exit', engine.keep)
