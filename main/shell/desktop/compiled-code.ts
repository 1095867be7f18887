import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire, Module } from 'node:module'
import { dirname } from 'node:path'
import { constants, Script } from 'node:vm'

/** Length of the digest in front of what V8 compiled, bytes. */
const DIGEST = 32

/** The digest covers source and code: V8 compares only the length of the source, and takes damaged code as it is. */
const digestOf = (source: string, code: Uint8Array): Buffer => createHash('sha256').update(source).update(code).digest()

/** What was kept of exactly this source; null where there is nothing, something of another source, or a damaged file. */
export function keptCode(kept: string, source: string): Buffer | null {
  try {
    const file = readFileSync(kept)
    const code = file.subarray(DIGEST)
    return file.subarray(0, DIGEST).equals(digestOf(source, code)) ? code : null
  } catch {
    return null
  }
}

/** Keeps it, as far as the disk takes it: a start that finds nothing compiles. */
function keepCode(kept: string, source: string, code: Uint8Array): void {
  const part = `${kept}.${process.pid}`
  try {
    mkdirSync(dirname(kept), { recursive: true })
    writeFileSync(part, Buffer.concat([digestOf(source, code), code]))
    renameSync(part, kept)
  } catch {
    if (existsSync(part)) rmSync(part)
  }
}

/** Code that runs, and how what V8 made of it is kept for the next start. */
export interface Compiled {
  exports: unknown
  /** Keeps it with all functions that were compiled until now; nothing where an earlier start kept it. */
  keep(): void
}

/**
 * Runs a CommonJS file like `require`, from what V8 made of it at an earlier start: to compile the engine takes a third of
 * a start. V8 refuses what another version of it made, or was made with other settings, and compiles then.
 *
 * `kept`: where it lies. It is run like the code that it was made of, so it has to be as safe as that from being written to.
 */
export function runCompiled(file: string, kept: string): Compiled {
  const source = readFileSync(file, 'utf8')
  const cachedData = keptCode(kept, source)
  const script = new Script(Module.wrap(source), {
    filename: file,
    ...(cachedData && { cachedData }),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })
  const load = createRequire(file)
  const module = new Module(file)
  module.filename = file
  // What is loaded later asks for this file by its name, and must get this one.
  load.cache[file] = module
  module.loaded = true
  script.runInThisContext()(module.exports, load, module, file, dirname(file))
  const isKept = cachedData !== null && script.cachedDataRejected === false
  return {
    exports: module.exports,
    keep: () => {
      if (!isKept) keepCode(kept, source, script.createCachedData())
    },
  }
}
