import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * The tests that take longest: they compare with slow oracles, start processes, take the whole path or play many cases.
 * Begun last, one of them would run alone while the other workers have nothing left to do.
 */
const HEAVY = [
  /^test\/trials\//,
  /^test\/property\/signal\//,
  /^test\/fault\//,
  /^test\/[^/]+\.test\.ts$/,
  /^test\/property\//,
]

const rank = (file: string): number => {
  const found = HEAVY.findIndex(kind => kind.test(file.replaceAll('\\', '/')))
  return found < 0 ? HEAVY.length : found
}

/** The heavy kinds first; within a kind longest first, by the last run or else by size, as the runner sorts. */
export class HeaviestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const kind = (file: TestSpecification) => rank(relative(this.ctx.config.root, file.moduleId))
    return sorted.sort((a, b) => kind(a) - kind(b))
  }
}
