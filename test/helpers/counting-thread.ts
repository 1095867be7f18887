import { answerQuestions } from '../../main/cache/thread.ts'

/** A thread that answers each question with the number of questions so far. */
let asked = 0
answerQuestions<null, number>(() => {
  asked++
  return [asked]
})
