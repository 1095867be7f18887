import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ListFile } from '../../../shared/bridge.ts'
import type { ListAsk } from '../../../shared/desk/list/list-rows.ts'
import type { DragAnswer, DragSays } from '../../../shared/desktop/drag-says.ts'
import type { Result } from '../../../shared/result.ts'

/** How long a dragged file stays: where it was dropped may read it only when a form or a mail is sent, ms. */
export const KEPT_MS = 600_000
/** How long a file waits for its page to say that the button is still held, ms. */
export const AWAITED_MS = 10_000
/** Dragged files that are there at once; the oldest goes first. */
const MOST_KEPT = 20

export interface DragOutDeps<Page> {
  /** Holds the files, and nothing else. */
  folder: string
  /** Has the engine write the file. */
  write: (list: ListAsk) => Promise<Result<ListFile>>
  /** Hands a file to the system as what is dragged. */
  begin: (page: Page, path: string) => void
  say: (page: Page, said: DragAnswer) => void
  /** Acts after so many ms, unless the app has ended before. */
  later: (ms: number, act: () => void) => void
}

/** The lists that persons drag out of windows. */
export interface DragOut<Page> {
  hear(page: Page, said: DragSays): void
  /** Removes every file, also those that a crash left. */
  sweep(): void
}

/**
 * A page says which rows are dragged, and never hears where the file is or what is in it:
 *
 *   asked ─▶ being written ─▶ ready ── still held ─▶ dragged ── KEPT_MS, or the app ends ─▶ removed
 *                 │             └ let go, AWAITED_MS, or another drag ─────────────────────▶ removed
 *                 └ a newer drag of the page has begun ────────────────────────────────────▶ removed
 */
export function createDragOut<Page extends object>(deps: DragOutDeps<Page>): DragOut<Page> {
  const { folder, write, begin, say, later } = deps
  const latest = new WeakMap<Page, number>()
  const ready = new WeakMap<Page, { drag: number; path: string }>()
  const kept: string[] = []
  /** One file is written at a time, however often a page asks. */
  let writing: Promise<void> = Promise.resolve()

  const remove = (path: string) => {
    // Each file is in a folder of its own.
    const own = dirname(path)
    if (dirname(own) === folder) rmSync(own, { recursive: true, force: true })
  }
  const forget = (page: Page) => {
    const there = ready.get(page)
    ready.delete(page)
    if (there) remove(there.path)
  }
  const prepare = async (page: Page, drag: number, list: ListAsk) => {
    if (latest.get(page) !== drag) return
    const written = await write(list)
    if (!written.ok) {
      const { what, why, todo } = written.error
      return say(page, { say: 'drag-failed', drag, what, why, todo })
    }
    const { path, rows } = written.value
    if (latest.get(page) !== drag) return remove(path)
    ready.set(page, { drag, path })
    later(AWAITED_MS, () => ready.get(page)?.path === path && forget(page))
    say(page, { say: 'drag-ready', drag, rows })
  }
  const go = (page: Page, drag: number) => {
    const there = ready.get(page)
    if (there?.drag !== drag) return
    ready.delete(page)
    kept.push(there.path)
    for (const old of kept.splice(0, kept.length - MOST_KEPT)) remove(old)
    later(KEPT_MS, () => remove(there.path))
    begin(page, there.path)
  }
  return {
    hear: (page, said) => {
      if (said.say === 'drag-go') return go(page, said.drag)
      latest.set(page, said.say === 'drag-list' ? said.drag : 0)
      forget(page)
      if (said.say === 'drag-list')
        writing = writing.then(() => prepare(page, said.drag, said.list)).catch(() => undefined)
    },
    sweep: () => rmSync(folder, { recursive: true, force: true }),
  }
}
