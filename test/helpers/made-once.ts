import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')
const MADE = join(ROOT, 'out/test')
/** What is older than this is of no run that still goes on, ms. */
const KEPT_MS = 3_600_000

interface Made {
  /** Prefix of the folder's name in `out/test`. */
  name: string
  /** Files and folders of the project that it is made of and by: when one of them changes, it is made again. */
  of: readonly string[]
  make(dir: string): void
}

/** A folder that takes some seconds to make, kept from run to run. */
export function madeOnce({ name, of, make }: Made): string {
  const dir = join(MADE, `${name}-${stampOf(of)}`)
  // A caller that comes while it is being made waits for it, instead of making it, too.
  while (!existsSync(dir) && isBeingMade(dir)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
  if (existsSync(dir)) return dir
  mkdirSync(MADE, { recursive: true })
  // Another run may have taken it away, or have given it its name, a moment ago.
  for (const old of readdirSync(MADE).filter(entry => entry.startsWith(`${name}-`)))
    if ((statSync(join(MADE, old), { throwIfNoEntry: false })?.mtimeMs ?? Infinity) < Date.now() - KEPT_MS)
      rmSync(join(MADE, old), { recursive: true, force: true })
  const making = `${dir}.${process.pid}`
  make(making)
  // Two runs may make it at the same time; either is as good.
  if (existsSync(dir)) rmSync(making, { recursive: true })
  else renameSync(making, dir)
  return dir
}

/** Whether another process that still runs makes it. What was left by one that ended long ago may bear a number that is used again. */
function isBeingMade(dir: string): boolean {
  const making = `${basename(dir)}.`
  const makers = existsSync(MADE) ? readdirSync(MADE).filter(entry => entry.startsWith(making)) : []
  return makers.some(entry => isNew(join(MADE, entry)) && isRunning(Number(entry.slice(making.length))))
}

const isNew = (path: string): boolean =>
  (statSync(path, { throwIfNoEntry: false })?.birthtimeMs ?? 0) > Date.now() - KEPT_MS

function isRunning(pid: number): boolean {
  try {
    return pid !== process.pid && process.kill(pid, 0)
  } catch {
    return false
  }
}

function stampOf(places: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of places.flatMap(filesAt)) hash.update(file.slice(ROOT.length)).update(readFileSync(file))
  return hash.digest('hex').slice(0, 16)
}

function filesAt(place: string): string[] {
  const path = join(ROOT, place)
  if (statSync(path).isFile()) return [path]
  const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  return entries.map(({ parentPath, name }) => join(parentPath, name)).sort()
}
