import { readFileSync, writeFileSync } from 'node:fs'
import { type DesktopKept, FIRST_KEPT, readKept } from '../at-home/habits.ts'

/** What this computer keeps about its user, in a file. */
export interface KeptFile {
  get(): DesktopKept
  set(part: Partial<DesktopKept>): void
}

/** Opens the file; where there is none, or it cannot be written, what is set holds until the app ends. */
export function openKept(path: string): KeptFile {
  let kept = FIRST_KEPT
  try {
    kept = readKept(readFileSync(path, 'utf8'))
  } catch {
    // There is no file before the first change.
  }
  return {
    get: () => kept,
    set: part => {
      kept = { ...kept, ...part }
      try {
        writeFileSync(path, JSON.stringify(kept))
      } catch {
        // A full or read-only disk must not keep anybody from zooming.
      }
    },
  }
}
