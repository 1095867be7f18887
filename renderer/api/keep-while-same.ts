import { DAY } from '../../shared/trigger/duration.ts'

/** What TanStack Query tells of the query whose answer is kept. */
interface Former {
  queryKey: readonly unknown[]
}

/** The input that a call was asked with, by the key of its query. */
function inputOf(key: readonly unknown[] | undefined): Record<string, unknown> {
  const { input } = (key?.[1] ?? {}) as { input?: Record<string, unknown> }
  return input ?? {}
}

/** A period of the last days moves along with each hour, and is the same period then. */
const isSame = (part: string, a: unknown, b: unknown): boolean =>
  part === 'from' && typeof a === 'number' && typeof b === 'number'
    ? Math.abs(a - b) < DAY
    : JSON.stringify(a) === JSON.stringify(b)

/**
 * Keeps the last answer on screen while the next one is made, as long as both questions agree in these parts of their input:
 * those that the screen around the answer names, such as an account or where a period begins (`from`). An answer to another
 * question is not shown under the new one's name.
 */
export function keepWhileSame<Input extends object>(input: Input, parts: readonly (keyof Input & string)[]) {
  const now = input as Record<string, unknown>
  return <Data>(last: Data | undefined, former: Former | undefined): Data | undefined => {
    const before = inputOf(former?.queryKey)
    return parts.every(part => isSame(part, before[part], now[part])) ? last : undefined
  }
}
