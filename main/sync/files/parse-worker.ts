import { parentPort } from 'node:worker_threads'
import { createParsing } from './parsing.ts'

/** Worker thread: parses files, so that the engine's thread only writes. */
const { take } = createParsing(message => parentPort?.postMessage(message))

// What rejects is a bug: it ends the thread, whose caller is told.
parentPort?.on('message', take)
