import type { z } from 'zod'
import type { Clock } from '../../../shared/clock.ts'
import type { KeptAnswer } from '../../../shared/review/kept-answer.ts'
import type { ReadDb } from '../../cache/db.ts'
import { keepAnswer, keptAnswer } from '../../cache/kept/kept-answers.ts'
import { readStored } from '../../cache/stored.ts'
import type { Writer } from '../../cache/writer.ts'
import { createUnderWay } from '../under-way.ts'
import { APP_VERSION } from '../version.ts'

/** What is asked: a call and its input; null where an answer would not be asked for again. */
export interface Asked {
  name: 'review.figures' | 'trigger.backtest' | 'trigger.activity'
  input: unknown
}

/**
 *   asked ─▶ counted apart ─▶ answer
 *                 └─ took long ─▶ kept_answer ─▶ shown at once at the next visit, with its age, while it is counted again
 *
 * Who asks for an answer always gets a new one. What is kept is another call, so only a screen that says the age shows it.
 */
export interface Keeping {
  /** Counts, and keeps the answer if that took long. */
  through<Answer>(asked: Asked | null, count: () => Promise<Answer>): Promise<Answer>
  /** The last answer to the same question; null where there is none that can be shown. */
  find<Answer>(asked: Asked | null, schema: z.ZodType<Answer>): KeptAnswer<Answer>
  /** Waits until what was to be kept is written. */
  close(): Promise<void>
}

/** Nobody waits long for what took less, ms. */
const LONG = 300

export function createKeeping(of: { read: ReadDb; writer: Writer; clock: Clock }): Keeping {
  const { read, writer, clock } = of
  const underWay = createUnderWay()
  const keyOf = ({ name, input }: Asked) => ({ name, asked: input, program: APP_VERSION })
  return {
    through: async (asked, count) => {
      const [now, from] = [clock.now(), clock.wall()]
      const answer = await count()
      const countedAt = clock.wall()
      if (asked && countedAt - from >= LONG) {
        const kept = { now, countedAt, answer: JSON.stringify(answer) }
        // The answer is good where the disk takes nothing, and the writer has told that already.
        void underWay.follow(writer.write('bulk', tx => keepAnswer(tx, keyOf(asked), kept)).catch(() => {}))
      }
      return answer
    },
    find: (asked, schema) => {
      const stored = asked && keptAnswer(read, keyOf(asked), { now: clock.now(), wall: clock.wall() })
      if (!stored) return null
      const { value } = readStored(schema, stored.answer)
      return value === null ? null : { countedAt: stored.countedAt, answer: value }
    },
    close: underWay.settled,
  }
}
