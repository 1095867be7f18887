import { workerData } from 'node:worker_threads'
import type { IssueReach } from '../../../shared/desk/reach.ts'
import { openReader, readDb } from '../../cache/open.ts'
import { answerQuestions } from '../../cache/thread.ts'
import { answerAtDesk, type DeskQuestion, type DeskReply } from './answer-at-desk.ts'

const connection = openReader((workerData as { file: string }).file)
const db = readDb(connection)

/** What preflight said, for as long as nothing has changed that it depends on. */
let known: { until: string; reaches: Map<number, IssueReach> } = { until: '', reaches: new Map() }

// One transaction for each answer, so that a list and what preflight says of it are of the same state.
const answerAtOnce = connection.transaction((question: DeskQuestion) => {
  if (known.until !== question.stamp) known = { until: question.stamp, reaches: new Map() }
  return answerAtDesk(db, question, known.reaches)
})

answerQuestions<DeskQuestion, DeskReply>(question => [answerAtOnce(question)])
