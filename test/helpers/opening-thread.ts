import { parentPort, workerData } from 'node:worker_threads'
import { OPENED } from '../../main/cache/thread-end.ts'

/** A thread that opens its connection when the test says so: `gate` is opened from outside, then `opened` is set here. */
const { shared } = workerData as { shared: Int32Array }
Atomics.wait(shared, 0, 0)
Atomics.store(shared, 1, 1)
parentPort?.postMessage(OPENED)
parentPort?.on('message', () => {})
