import { workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { answerQuestions } from '../cache/thread.ts'
import { compareEffects } from './replayed/replayed.ts'

/** Carries out a whole journal again, which would hold the engine's thread for as long as there are decisions. */
const { file } = workerData as { file: string }
// It opens its file with the question; loading SQLite cannot be broken off.
new Database(':memory:').close()
answerQuestions(() => [compareEffects(file)])
