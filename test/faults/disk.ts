import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { auditDecisions, decide, decisionsOf } from './decided.ts'
import { addUp, type Fault, type FaultOutcome } from './fault.ts'
import { inRoom } from './room.ts'

const SOURCE = join(import.meta.dirname, 'io-faults.c')
let library: string | null | undefined

/** The library that lets a disk misbehave, made by the C compiler; null where there is none, and on other systems. */
function ioFaults(): string | null {
  if (library !== undefined) return library
  library = process.platform === 'linux' ? join('out/test', 'io-faults.so') : null
  try {
    mkdirSync('out/test', { recursive: true })
    if (library) execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, SOURCE, '-ldl'], { stdio: 'ignore' })
  } catch {
    library = null
  }
  return library
}

interface Disk {
  kind: 'fsync' | 'write' | 'any'
  error: 'EIO' | 'ENOSPC' | 'EDQUOT'
  /** Every n-th call fails. */
  every: readonly number[]
}

/** Decides on a disk that misbehaves, opens the workspace on a good one afterwards and looks what is there. */
const badDisk =
  ({ kind, error, every }: Disk) =>
  async (quick: boolean): Promise<FaultOutcome | null> => {
    const shim = ioFaults()
    if (!shim) return null
    const outcomes: FaultOutcome[] = []
    for (const [round, nth] of (quick ? every.slice(0, 1) : every).entries())
      outcomes.push(
        await inRoom(async room => {
          const dir = join(room, 'workspace')
          const [armed, count] = [join(room, 'armed'), join(room, 'count')]
          const env = {
            ...{ LD_PRELOAD: shim, FAULT_DIR: dir, FAULT_ARMED: armed, FAULT_KIND: kind, FAULT_COUNT: count },
            ...{ FAULT_ERRNO: String(constants.errno[error]), FAULT_EVERY: String(nth) },
          }
          const { acknowledged, code, said } = await decide({ dir, many: quick ? 8 : 40, round, armed, env })
          rmSync(armed, { force: true })
          const injected = existsSync(count) ? statSync(count).size : 0
          const audit = auditDecisions(dir, acknowledged, injected)
          const last = decisionsOf(dir).at(-1)?.endsWith('last') ? [] : ['nothing is saved once the disk is well again']
          const ended = code === 0 ? [] : [`the process ended with ${code}: ${said.slice(0, 400)}`]
          return { ...audit, wrong: [...audit.wrong, ...last, ...ended] }
        }),
      )
    return addUp(outcomes)
  }

/** What a disk can do to a workspace while a person decides. */
export const diskFaults: readonly Fault[] = [
  {
    name: 'fsync',
    about: 'fsync answers EIO, always or now and then',
    inject: badDisk({ kind: 'fsync', error: 'EIO', every: [2, 1, 3, 7] }),
  },
  {
    name: 'disk_full',
    about: 'every write, or every n-th, answers that the disk is full',
    inject: badDisk({ kind: 'write', error: 'ENOSPC', every: [1, 2, 5, 9] }),
  },
  {
    name: 'quota',
    about: 'every write, or every n-th, answers that the user’s quota is used up',
    inject: badDisk({ kind: 'write', error: 'EDQUOT', every: [1, 2, 5, 9] }),
  },
  {
    name: 'io_errors',
    about: 'every n-th read, write and flush answers EIO',
    inject: badDisk({ kind: 'any', error: 'EIO', every: [29, 7, 13, 53, 101] }),
  },
]
