import { readFileSync } from 'node:fs'

/** The unit of the times in `/proc`, s: Linux gives them to programs in hundredths, whatever its own clock is. */
const TICK = 0.01

/**
 * Seconds of the processor's time that this process's children took, with all that they waited for; only of those that
 * have ended. Null where the system does not say.
 */
export function childrenCpu(platform: NodeJS.Platform = process.platform): number | null {
  return platform === 'linux' ? childrenCpuIn(readFileSync('/proc/self/stat', 'utf8')) : null
}

/** From the text of `/proc/<pid>/stat`: `cutime` and `cstime`, the 14th and 15th after the name (proc_pid_stat(5)). */
export function childrenCpuIn(stat: string): number {
  // The name stands in parentheses and may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) * TICK
}
