import { execFileSync } from 'node:child_process'

/** The commit that the tree stands on, in eight digits; empty where there is no git. Changes on top of it are not named. */
export function commitNow(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short=8', 'HEAD'], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
    }).trim()
  } catch {
    return ''
  }
}
