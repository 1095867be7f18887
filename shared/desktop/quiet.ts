import type { Habits } from './page-says.ts'

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** Whether no notification may be shown at this local time, in minutes since midnight. Hours may cross midnight. */
export function isQuietAt({ quiet, quietHours }: Omit<Habits, 'named'>, minute: number): boolean {
  if (quiet) return true
  if (!quietHours) return false
  const from = minutesOf(quietHours.from)
  const to = minutesOf(quietHours.to)
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to
}
