import { readdirSync, readFileSync } from 'node:fs'

/** What the first thread of a process has computed, in ms; Linux keeps it in nanoseconds. */
export const threadTime = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0] ?? 0) / 1_000_000

/** A process with all that it started. */
function treeOf(root: number): number[] {
  const parents = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(name => [Number(name), parentOf(name)] as const)
  const found = [root]
  for (const pid of found) found.push(...parents.filter(([, parent]) => parent === pid).map(([child]) => child))
  return found
}

function parentOf(pid: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] ?? 0)
  } catch {
    // It has ended since the list was read.
    return 0
  }
}

/** A number in a file of /proc; 0 where its process or thread has ended. */
function numberIn(file: string, before: RegExp): number {
  try {
    return Number(before.exec(readFileSync(`/proc/${file}`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}

/** Memory of a process and of all that it started, each shared page counted once, in MB. */
export const memoryOf = (root: number): number =>
  treeOf(root).reduce((sum, pid) => sum + numberIn(`${pid}/smaps_rollup`, /^Pss:\s+(\d+)/m) / 1_000, 0)

/** How often their threads have waited for something and woken up again, since they began. */
export const wakeupsOf = (root: number): number =>
  treeOf(root)
    .flatMap(pid => threadsOf(pid).map(thread => `${pid}/task/${thread}/status`))
    .reduce((sum, file) => sum + numberIn(file, /^voluntary_ctxt_switches:\s+(\d+)/m), 0)

/** Clock ticks a second, which the kernel counts the life of a process in. */
const TICKS = 100

/** The fields of /proc/PID/stat after the name, from the state on. */
const statOf = (pid: number): string[] => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  } catch {
    return []
  }
}

/** When a process was started, in ms since 1970. */
export function startedAt(pid: number): number {
  const uptime = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0])
  return Date.now() - (uptime - Number(statOf(pid)[19] ?? 0) / TICKS) * 1_000
}

/** What a process and all that it started have computed, in ms. */
export const cpuOf = (root: number): number =>
  treeOf(root)
    .map(statOf)
    .reduce((sum, fields) => sum + ((Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 1_000) / TICKS, 0)
