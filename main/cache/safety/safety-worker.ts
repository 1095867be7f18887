import { parentPort, workerData } from 'node:worker_threads'
import { OPENED } from '../thread-end.ts'
import { copyDatabase, findDamage } from './copy.ts'
import type { SafetyAnswer, SafetyTask } from './in-thread.ts'

/** Copies or checks a whole file, which would hold the engine's thread for seconds. */
const task = workerData as SafetyTask

async function work(): Promise<SafetyAnswer> {
  try {
    if ('to' in task) await copyDatabase(task.file, task.to)
    return { damage: 'to' in task ? [] : findDamage(task.file) }
  } catch (error) {
    return { failed: String((error as { code?: unknown }).code ?? 'unknown') }
  }
}

parentPort?.postMessage(OPENED)
work().then(
  answer => parentPort?.postMessage(answer),
  () => parentPort?.postMessage({ failed: 'unknown' } satisfies SafetyAnswer),
)
