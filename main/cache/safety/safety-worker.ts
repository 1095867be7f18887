import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { OPENED } from '../thread-end.ts'
import { copyDatabase, findDamage } from './copy.ts'
import type { SafetyAnswer, SafetyProgress, SafetyTask } from './safety-task.ts'
import { salvage } from './salvage.ts'
import { scrub } from './scrub.ts'

/** Copies, checks, scrubs or rescues a whole file, which would hold the engine's thread for seconds. */
const task = workerData as SafetyTask

const tell = (rows: number): void => parentPort?.postMessage({ rows } satisfies SafetyProgress)

async function work(): Promise<SafetyAnswer> {
  try {
    if ('salvageTo' in task) return { salvaged: salvage(task.file, task.salvageTo, task.backup, tell) }
    if ('to' in task) await copyDatabase(task.file, task.to)
    if ('scrub' in task) scrub(task.file)
    return { damage: 'check' in task ? findDamage(task.file) : [] }
  } catch (error) {
    return { failed: String((error as { code?: unknown }).code ?? 'unknown') }
  }
}

// No task opens its file at once, and loading SQLite cannot be broken off: it is loaded before anybody may end this.
new Database(':memory:').close()
parentPort?.postMessage(OPENED)
work().then(
  answer => parentPort?.postMessage(answer),
  () => parentPort?.postMessage({ failed: 'unknown' } satisfies SafetyAnswer),
)
