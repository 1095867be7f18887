import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { workspacesDir } from '../../main/engine/user-data.ts'
import { engineNode } from '../../main/shell/runtimes.ts'
import { ROOT } from '../helpers/electron.ts'

const READ = join(ROOT, 'out/test/sample')

/**
 * Puts the sample into a user-data folder as a first run would, already read and lived through: that takes ten seconds,
 * which only the tests of the first run itself have to spend. It is made once, by the built command line.
 */
export function putSample(userData: string): void {
  if (!existsSync(READ)) {
    const making = `${READ}.part`
    rmSync(making, { recursive: true, force: true })
    for (const command of [['init', '--sample'], ['sync']])
      execFileSync(engineNode(ROOT), [join(ROOT, 'out/main/cli.js'), '--workspace', making, ...command])
    renameSync(making, READ)
  }
  mkdirSync(workspacesDir(userData), { recursive: true })
  cpSync(READ, join(workspacesDir(userData), 'sample'), { recursive: true })
}
