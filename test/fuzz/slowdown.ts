/** CPU time that one look takes, ms: longer than a slice that the system gives a program at once. */
const LOOK_MS = 60

const workedMs = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.threadCpuUsage(since)
  return (user + system) / 1_000
}

/**
 * How many times longer work takes at this moment than the CPU time that it needs, because other programs have the
 * processors: 1 on a machine that does nothing else. What an answer took is divided by it, so that a loaded machine is not
 * taken for a shell that hangs.
 */
export function slowdown(): number {
  const began = process.threadCpuUsage()
  const started = performance.now()
  while (workedMs(began) < LOOK_MS);
  return Math.max(1, (performance.now() - started) / LOOK_MS)
}
