import { join } from 'node:path'
import { runCompiled } from './compiled-code.ts'

/**
 * The utility process's entry: runs the engine from code that an earlier start compiled. The code is kept beside the
 * bundles, never with the user's data: a program that can write there can change the bundles too. A package is sealed, so
 * it has what was there when it was packed, and keeps nothing itself.
 */
const { platform, arch, versions } = process
const engine = runCompiled(
  join(import.meta.dirname, 'engine.cjs'),
  join(import.meta.dirname, '../compiled', `engine-${versions.v8}-${platform}-${arch}.bin`),
)
process.once('exit', engine.keep)
