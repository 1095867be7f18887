import { rounded } from './figure.ts'

/** What a stretch of work took, in ms: by the wall clock, and in CPU time of this process over all its threads. */
export interface Took {
  wall: number
  cpu: number
}

/** Starts both clocks. The function that it returns says how far they have gone. */
export function stopwatch(): () => Took {
  const cpu = process.cpuUsage()
  const started = performance.now()
  return () => {
    const wall = performance.now() - started
    const { user, system } = process.cpuUsage(cpu)
    return { wall, cpu: (user + system) / 1_000 }
  }
}

/** The run with the median wall time: its CPU time belongs to that very run. */
export function middle<T extends Took>(runs: readonly T[]): T {
  const sorted = runs.toSorted((a, b) => a.wall - b.wall)
  const run = sorted[Math.ceil(sorted.length / 2) - 1]
  if (!run) throw new Error('nothing was measured')
  return run
}

/** Both times as fields of a figure. */
export const times = ({ wall, cpu }: Took): Took => ({ wall: rounded(wall), cpu: rounded(cpu) })
