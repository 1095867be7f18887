import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { NODE } from './cli.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const CHILD = join(import.meta.dirname, 'sample-child.ts')
const MADE = join(ROOT, 'out/test')
const NAME = 'sample-'

/** What the sample is made of and by: when one of these files changes, it is made again. */
function sources(): string {
  const hash = createHash('sha256').update(readFileSync(CHILD))
  for (const place of ['main', 'shared', 'resources']) {
    const entries = readdirSync(join(ROOT, place), { recursive: true, withFileTypes: true })
    const files = entries.filter(entry => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
    for (const file of files.sort()) hash.update(file.slice(ROOT.length)).update(readFileSync(file))
  }
  return hash.digest('hex').slice(0, 16)
}

/**
 * The workspace of a first run, read and lived through; made once for all tests, which takes some seconds. Tests work on
 * a copy.
 */
export function livedSample(): string {
  const dir = join(MADE, `${NAME}${sources()}`)
  if (existsSync(dir)) return dir
  mkdirSync(MADE, { recursive: true })
  for (const old of readdirSync(MADE).filter(name => name.startsWith(NAME)))
    rmSync(join(MADE, old), { recursive: true, force: true })
  const making = `${dir}.${process.pid}`
  execFileSync(NODE, [CHILD, making])
  // Two runs may make it at the same time; either is as good.
  if (existsSync(dir)) rmSync(making, { recursive: true })
  else renameSync(making, dir)
  return dir
}

/** A copy of it as the workspace in `dir`. */
export function putLivedSample(dir: string): void {
  cpSync(livedSample(), dir, { recursive: true })
}
