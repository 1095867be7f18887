import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const ROOT = resolve(import.meta.dirname, '../..')

/** A heart and the tests that hold it, the quickest first. Paths from the root. */
export interface Heart {
  file: string
  tests: readonly string[]
}

/** One deliberate fault: a text that occurs exactly once in its file, and what takes its place. */
export interface Stated {
  file: string
  find: string
  replace: string
}

/** A fault as the runner applies it. `line` counts from 1; `from` and `to` are offsets into the file. */
export interface Mutant {
  file: string
  line: number
  from: number
  to: number
  replace: string
  /** What stands there, and what will: whole lines, so that a person finds it. */
  before: string
  after: string
}

export const sourceOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

export const applied = (source: string, { from, to, replace }: Pick<Mutant, 'from' | 'to' | 'replace'>): string =>
  source.slice(0, from) + replace + source.slice(to)

/** Describes the replacement of a range by the lines that it touches. */
export function mutantAt(file: string, source: string, from: number, to: number, replace: string): Mutant {
  const begins = source.lastIndexOf('\n', from - 1) + 1
  const newline = source.indexOf('\n', to)
  const ends = newline === -1 ? source.length : newline
  const line = source.slice(0, from).split('\n').length
  const before = source.slice(begins, ends).trim()
  const after = (source.slice(begins, from) + replace + source.slice(to, ends)).trim()
  return { file, line, from, to, replace, before, after }
}

/** Finds a stated fault in its file; throws where its text is not there exactly once, because nothing would be tested. */
export function locate({ file, find, replace }: Stated, source = sourceOf(file)): Mutant {
  const from = source.indexOf(find)
  if (from === -1) throw new Error(`${file} no longer holds: ${find}`)
  if (source.includes(find, from + 1)) throw new Error(`${file} holds more than once: ${find}`)
  return mutantAt(file, source, from, from + find.length, replace)
}
