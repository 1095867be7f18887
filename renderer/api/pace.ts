/** A bulk load says "changed" sixty times a second; screens follow this often, in ms. */
export const PACE_MS = 200
/** How often it is looked whether a list may move again, in ms. */
export const HELD_MS = 1_000
/** A call rests so many times as long as its answer took: one that is slow takes a fifth of the engine's time at most. */
const RESTS = 4

export interface Pacer {
  /** These calls' answers are out of date. */
  stale(paths: Iterable<string>): void
  /** Asks all that waits at once, as far as it is not being asked already. */
  hurry(): void
}

interface Deps {
  /** Asks a call again. Resolves once the answer is there: false where it is kept back, because rows would move. */
  ask(path: string): Promise<boolean>
  /** Whether an answer is kept back. */
  onHeld(held: boolean): void
  /** Whether an answer on screen is out of date: its call waits, or is being asked. */
  onBehind(behind: boolean): void
  /** ms of any beginning. */
  now(): number
  /** Runs something after so many ms. */
  later(ms: number, run: () => void): void
}

/**
 *   stale ─▶ waiting ─ every 200 ms ─▶ asked ─▶ rests in proportion ─▶ free, or waiting again if stale since
 *                ▲                       │
 *                └──── a second later ───┴─ kept back: its rows would move under a hand
 *
 * A call is never asked twice at once: TanStack would give up the first answer for the second, and a load that announces
 * faster than a slow call answers would leave that call without any answer for as long as it lasts.
 */
export function createPacer({ ask, onHeld, onBehind, now, later }: Deps): Pacer {
  const waiting = new Set<string>()
  /** Asked, or resting after that; the number tells one turn of a call from its next. */
  const busy = new Map<string, number>()
  const held = new Set<string>()
  let due: number | null = null
  let last = Number.NEGATIVE_INFINITY
  let turns = 0
  let asking = 0

  const tell = () => onBehind(waiting.size + asking > 0)

  const free = (path: string, turn: number) => {
    if (busy.get(path) !== turn) return
    busy.delete(path)
    if (waiting.has(path)) schedule()
  }
  const askAgain = async (path: string) => {
    waiting.delete(path)
    const turn = ++turns
    busy.set(path, turn)
    const from = now()
    asking++
    const shown = await ask(path).catch(() => true)
    asking--
    if (shown) held.delete(path)
    else {
      held.add(path)
      waiting.add(path)
    }
    onHeld(held.size > 0)
    tell()
    later(shown ? RESTS * (now() - from) : HELD_MS, () => free(path, turn))
  }
  const flush = () => {
    last = now()
    for (const path of [...waiting]) if (!busy.has(path)) void askAgain(path)
  }
  const schedule = () => {
    if (due !== null) return
    const at = Math.max(now(), last + PACE_MS)
    due = at
    later(at - now(), () => {
      due = null
      flush()
    })
  }

  return {
    stale: paths => {
      for (const path of paths) waiting.add(path)
      tell()
      if (waiting.size > 0) schedule()
    },
    hurry: () => {
      for (const path of held) busy.delete(path)
      flush()
    },
  }
}
