import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire, Module } from 'node:module'
import { dirname } from 'node:path'
import { constants, Script } from 'node:vm'
import { crc32 } from 'node:zlib'

/** Length of the sums in front of what V8 compiled, bytes. */
const SUMS = 8

/**
 * One sum of the source and one of the code: V8 compares only the length of the source, and takes damaged code as it is. They
 * tell damage, not malice: who can write this file can write the bundle beside it. A digest would take 20 ms of each start.
 */
function sumsOf(source: Uint8Array, code: Uint8Array): Buffer {
  const sums = Buffer.alloc(SUMS)
  sums.writeUInt32LE(crc32(source), 0)
  sums.writeUInt32LE(crc32(code), SUMS / 2)
  return sums
}

/** What was kept of exactly this source; null where there is nothing, something of another source, or a damaged file. */
export function keptCode(kept: string, source: Uint8Array): Buffer | null {
  try {
    const file = readFileSync(kept)
    const code = file.subarray(SUMS)
    return file.subarray(0, SUMS).equals(sumsOf(source, code)) ? code : null
  } catch {
    return null
  }
}

/** Keeps it, as far as the disk takes it: a start that finds nothing compiles. */
function keepCode(kept: string, source: Uint8Array, code: Uint8Array): void {
  const part = `${kept}.${process.pid}`
  try {
    mkdirSync(dirname(kept), { recursive: true })
    writeFileSync(part, Buffer.concat([sumsOf(source, code), code]))
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
  const source = readFileSync(file)
  const cachedData = keptCode(kept, source)
  const script = new Script(Module.wrap(source.toString()), {
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
