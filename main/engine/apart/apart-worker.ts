import { workerData } from 'node:worker_threads'
import { openReader, readDb } from '../../cache/open.ts'
import { answerQuestions } from '../../cache/thread.ts'
import { type ApartAnswer, type ApartAsk, type ApartName, readApart } from './apart-reads.ts'

const db = readDb(openReader((workerData as { file: string }).file))

answerQuestions<ApartAsk, ApartAnswer<ApartName>>(({ name, input }) => [readApart(db, name, input)])
