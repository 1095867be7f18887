import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import type { Trial, Verdict } from './case.ts'

const FOLDER = join(import.meta.dirname, 'kinds')

/** Every trial of every file in `kinds/`; a new file needs no entry anywhere. */
export async function allTrials(): Promise<Trial[]> {
  const files = readdirSync(FOLDER).filter(name => name.endsWith('.ts'))
  const found: Trial[] = []
  for (const name of files.sort()) {
    const { trials } = (await import(pathToFileURL(join(FOLDER, name)).href)) as { trials: readonly Trial[] }
    found.push(...trials)
  }
  return found
}

/** Runs a trial and holds its outcome against what is right. */
export async function judge({ run, right, says }: Trial): Promise<Verdict> {
  const { got, said } = await run()
  const spoken = says === undefined || said.some(words => says.test(words))
  const same = isDeepStrictEqual(got, right)
  // What an import says of other things tells nobody of a wrong value: only the words that are due count.
  return { got, said, wrong: !same || !spoken, silent: !spoken || (!same && says === undefined) }
}
