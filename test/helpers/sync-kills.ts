import { spawn } from 'node:child_process'
import { compiled } from './compiled.ts'
import type { CrashPoint } from './crash.ts'
import { aFlakyServer } from './flaky-server.ts'
import { syncUntilThrough } from './flaky-source.ts'
import { aTruth, cachedSets, differences, expectedSets } from './sync-truth.ts'
import { aSyncedFolder, NOW } from './synced-folder.ts'

/** The moment at which the syncing process is killed. */
export type KillPoint = CrashPoint | { request: number }

const ACCOUNTS = 6

/** Kills a syncing process at a moment, syncs again, and counts by how many lines cache and source differ. */
export async function playKill(point: KillPoint): Promise<{ name: string; differences: number; killed: boolean }> {
  const time = { now: NOW }
  const server = await aFlakyServer(aTruth(ACCOUNTS), time)
  const folder = aSyncedFolder('files')
  try {
    const crash = 'job' in point ? point : null
    const child = spawn(
      process.execPath,
      [compiled('syncing-child'), folder.dir, String(server.port), JSON.stringify(crash)],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    )
    const ended = new Promise<NodeJS.Signals | null>(resolve => child.once('close', (_, signal) => resolve(signal)))
    server.before(async () => {
      if (!('request' in point) || server.requests() !== point.request) return
      child.kill('SIGKILL')
      await ended
    })
    const killed = (await ended) === 'SIGKILL'
    server.calm()
    const whole = folder.connection.pragma('integrity_check', { simple: true }) === 'ok' ? 0 : 1
    const readings = await syncUntilThrough(folder, server.port, time)
    const apart = differences(expectedSets(server.truth), cachedSets(folder.read)) + folder.count('quarantine')
    return { name: `killed at ${JSON.stringify(point)}`, differences: apart + whole + (readings === 2 ? 0 : 1), killed }
  } finally {
    folder.close()
    await server.stop()
  }
}

/** Every transaction, before and after its commit, and every request, until the process is through unharmed. */
export async function* everyKill(stride: number): AsyncGenerator<{ name: string; differences: number }> {
  const kinds = [
    (n: number): KillPoint => ({ job: n, committed: false }),
    (n: number): KillPoint => ({ job: n, committed: true }),
    (n: number): KillPoint => ({ request: n }),
  ]
  for (const point of kinds)
    for (let n = 1; ; n += stride) {
      const { killed, ...verdict } = await playKill(point(n))
      if (!killed) break
      yield verdict
    }
}
