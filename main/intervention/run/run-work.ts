import { z } from 'zod'
import { overrideSchema } from '../../../shared/model/intervention.ts'
import { statement, type WriteDb } from '../../cache/db.ts'
import type { DecidedMessage } from '../message/compose.ts'
import type { DecidedAt } from '../message/queue-message.ts'
import type { RunRow, StepRow, StepState } from './run-facts.ts'

/**
 * What a person gave a run on its way, kept in its first step: a language for all of its messages, overrides for the first,
 * and words for the one at `position`, which was shown. Another one may come first, after a fix; then it has its own words.
 */
const givenSchema = z.object({
  subject: z.string().optional(),
  text: z.string().optional(),
  language: z.string().optional(),
  position: z.int().optional(),
  overrides: z.array(overrideSchema).default([]),
})
export type Given = z.infer<typeof givenSchema>
const NOTHING: Given = { overrides: [] }

/** The caller that begins a run may have chosen words for its first message, and may take it back for `undoMs`. */
export interface Beginning {
  given: Given
  undoMs: number
  /** How many are started in one go, this one included. */
  together: number
  /** The message that was decided with the start, a moment ago and in the same transaction, and where its step stands. */
  decided: (DecidedMessage & { position: number }) | null
}

/** A run in the middle of its transaction. */
export interface RunWork {
  tx: WriteDb
  run: RunRow
  /** The steps before this advance. */
  steps: readonly StepRow[]
  moment: DecidedAt
  beginning: Beginning | null
}

/** Writes down what has become of step `n`. */
export function keepStep(
  { tx, run, moment, beginning }: RunWork,
  n: number,
  { do: kind, position }: { do: StepRow['kind']; position: number },
  state: StepState,
  detail: object,
): void {
  const first = n === 0 && beginning && hasGiven(beginning.given) ? { given: beginning.given } : {}
  tx.run(
    statement(
      `INSERT INTO step (intervention_id, n, position, kind, state, at, ended_at, detail)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        run.id,
        n,
        position,
        kind,
        state,
        moment.now,
        state === 'open' ? null : moment.now,
        JSON.stringify({ ...detail, ...first }),
      ],
    ),
  )
}

const hasGiven = ({ subject, text, language, overrides }: Given): boolean =>
  subject !== undefined || text !== undefined || language !== undefined || overrides.length > 0

const detailOf = (step: StepRow | undefined): { given?: unknown } => JSON.parse(step?.detail ?? '{}')

/** What a person gave the run, now or when it began. */
export function givenTo({ steps, beginning }: RunWork): Given {
  if (beginning) return beginning.given
  const { given } = detailOf(steps[0])
  return given === undefined ? NOTHING : givenSchema.parse(given)
}
