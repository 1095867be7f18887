import { answerQuestions } from '../../main/cache/thread.ts'
import { fail, unwrap } from '../../shared/result.ts'

/** What the thread does with a question: it answers, throws one kind of error, or ends. */
export type Wanted = 'answer' | 'storage' | 'refusal' | 'bug' | 'end'

answerQuestions<Wanted, string>(wanted => {
  if (wanted === 'storage') throw Object.assign(new Error('damaged'), { code: 'SQLITE_CORRUPT' })
  if (wanted === 'refusal') unwrap(fail('conflict', 'Nothing was done.', 'Somebody was quicker.', 'Look again.'))
  if (wanted === 'bug') throw new Error('a bug')
  if (wanted === 'end') process.exit(1)
  return ['answered']
})
