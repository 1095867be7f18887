import { execFileSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { compiled } from './compiled.ts'
import { madeOnce } from './made-once.ts'
import { NODE } from './node.ts'

/**
 * The workspace of a first run, read and lived through; made once for all tests, which takes some seconds. Tests work on
 * a copy.
 */
export const livedSample = (): string =>
  madeOnce({
    name: 'sample',
    of: ['main', 'shared', 'resources', 'test/helpers/sample-child.ts'],
    make: dir => execFileSync(NODE, [compiled('sample-child'), dir]),
  })

/** A copy of it as the workspace in `dir`. */
export function putLivedSample(dir: string): void {
  cpSync(livedSample(), dir, { recursive: true })
}
