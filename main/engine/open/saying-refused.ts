import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Refusing } from '../../cache/failure.ts'
import { isReadOnly } from '../../cache/safety/read-only.ts'
import type { TaskHandle } from './tasks.ts'

/** Below this a disk counts as full, in bytes: the smallest decision takes some pages of the log. */
const ROOM = 1_048_576
/** How often the disk is looked at while it refuses changes, ms. */
const LOOK = 2_000

export const REFUSED_TITLE: Record<Refusing, string> = {
  full: 'There is no space left on the disk',
  unwritable: 'The workspace cannot be written',
}

/** Whether a disk that refused changes takes them again, as far as the disk tells. */
export function takesAgain(file: string, why: Refusing): boolean {
  try {
    if (why === 'full') {
      const { bavail, bsize } = statfsSync(dirname(file))
      return bavail * bsize >= ROOM
    }
    return !isReadOnly(file)
  } catch {
    return false
  }
}

/**
 * Shows a task from the first change that the disk refused until the disk takes changes again, so that nobody reads “all
 * changes saved” meanwhile. The free space tells when a full disk takes changes again: a small change may fit where the next
 * one does not.
 */
export function sayingRefused(deps: {
  show(why: Refusing, work: (task: TaskHandle) => Promise<void>): Promise<void>
  takesAgain(why: Refusing): boolean
  closing: AbortSignal
}): (why: Refusing) => void {
  let shown = false
  return why => {
    if (shown || deps.closing.aborted) return
    shown = true
    deps
      .show(why, async () => {
        await new Promise<void>(over => {
          const end = () => {
            clearInterval(looks)
            over()
          }
          const looks = setInterval(() => deps.takesAgain(why) && end(), LOOK)
          looks.unref()
          deps.closing.addEventListener('abort', end, { once: true })
        })
      })
      .catch(() => {})
      .finally(() => {
        shown = false
      })
  }
}
