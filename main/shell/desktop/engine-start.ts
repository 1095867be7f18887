import { join } from 'node:path'
import { runCompiled } from './compiled-code.ts'

/**
 * The utility process's entry: runs the engine from code that an earlier start compiled. The code is kept beside the
 * bundles, never with the user's data: a program that can write there can change the bundles too. A package is sealed, so
 * it has what was there when it was packed, and keeps nothing itself.
 */
const { platform, arch, versions } = process

// oRPC asks of each value that it carries whether it is a form. Node loads its whole client for HTTP once that name is used,
// before the first rows are answered, and no form ever comes here: calls and answers are lines of JSON.
Object.defineProperty(globalThis, 'FormData', { value: class FormData {}, configurable: true, writable: true })

const engine = runCompiled(
  join(import.meta.dirname, 'engine.cjs'),
  join(import.meta.dirname, '../compiled', `engine-${versions.v8}-${platform}-${arch}.bin`),
)
process.once('exit', engine.keep)
