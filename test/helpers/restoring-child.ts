import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

/**
 * Restores the newest backup of the workspace in its first argument, or salvages it, and dies as in a power cut before the
 * n-th step that changes a file's name or content. Where it came through it ends with 0 and prints how many steps it took.
 */
const [dir = '', how = 'restore', dies = '0'] = process.argv.slice(2)
let left = Number(dies)
const STEPS = ['renameSync', 'rmSync', 'copyFileSync', 'fsyncSync'] as const
for (const name of STEPS) {
  const before = fs[name] as (...args: unknown[]) => unknown
  Object.assign(fs, {
    [name]: (...args: unknown[]) => {
      left -= 1
      if (left === 0) process.kill(process.pid, 'SIGKILL')
      return before(...args)
    },
  })
}
syncBuiltinESMExports()
const { safetyOf } = await import('../../main/engine/safety.ts')
const safety = safetyOf(dir, () => Date.UTC(2026, 10, 29))
const answer = how === 'restore' ? safety.restore(null) : safety.salvage()
process.stdout.write(String(Number(dies) - left))
if (!answer.ok) process.stderr.write(`${answer.error.why}\n`)
process.exitCode = answer.ok ? 0 : 1
