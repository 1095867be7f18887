import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'vite'
import { HEARTS } from './hearts.ts'
import { type Heart, type Mutant, ROOT, sourceOf } from './mutant.ts'

/** A fault as it is kept: `line` is where it stood when it was tried. */
export type KeptFault = Pick<Mutant, 'file' | 'line' | 'before' | 'after'>

/** What became of the faults of one heart. */
export interface TriedHeart {
  /** Where the tree was, as git names it; changes on top of it are not named. */
  commit: string
  /** Digest of the heart and its tests as they were tried. */
  digest: string
  tried: number
  surviving: KeptFault[]
}

/** What `kept.json` holds, by heart. It is part of the repository, so that nobody tries what has not changed. */
export type KeptHearts = ReadonlyMap<string, TriedHeart>

const FILE = join(ROOT, 'test/mutants/kept.json')

export const readKept = (): Map<string, TriedHeart> =>
  new Map(Object.entries(JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, TriedHeart>))

/** Keeps what became of a heart; the others stay as they are, except those that are hearts no longer. */
export function keepHeart(file: string, tried: TriedHeart): void {
  const all = [...readKept().set(file, tried)].filter(([name]) => HEARTS.some(heart => heart.file === name))
  const sorted = Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(FILE, `${JSON.stringify(sorted, null, 2)}\n`)
}

/**
 * Changes with the code of the heart and of its tests; what they import is left out: nearly everything reaches nearly
 * everything, and no heart would ever count as tried. `npm run mutants -- --all` looks past it.
 */
export function digestOf({ file, tests }: Heart, source = sourceOf): string {
  const hash = createHash('sha256')
  for (const path of [file, ...tests]) hash.update(`${path}\n${codeOf(path, source(path))}\n`)
  return hash.digest('hex').slice(0, 16)
}

/** A file without its comments: rewording one gives no fault another ending. */
function codeOf(file: string, source: string): string {
  const kept: string[] = []
  let at = 0
  for (const { start, end } of parseSync(file, source).comments) {
    kept.push(source.slice(at, start))
    at = end
  }
  return [...kept, source.slice(at)].join('').replace(/\s+/g, ' ').trim()
}

/** Whether the faults of a heart were tried as it is now. */
export const isCurrent = (heart: Heart, kept: KeptHearts): boolean => kept.get(heart.file)?.digest === digestOf(heart)
