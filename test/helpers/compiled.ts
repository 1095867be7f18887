import { execFileSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { madeOnce } from './made-once.ts'
import { NODE } from './node.ts'

const COMPILE = resolve(import.meta.dirname, 'compile.ts')
let made: string | null = null

/**
 * The product's entries and the scripts of this folder that end in `-child`, bundled as the product is shipped. Such a
 * process or thread starts in a third of the processor's time that it takes from the sources. Answers the path of one.
 */
export function compiled(entry: string): string {
  made ??= madeOnce({
    name: 'compiled',
    of: ['main', 'shared', 'resources', 'test/helpers', 'vite.config.ts', 'package.json'],
    make: dir => execFileSync(NODE, [COMPILE, dir]),
  })
  return join(made, `${entry}.js`)
}
