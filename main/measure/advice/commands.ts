import { z } from 'zod'
import { ms } from '../../../shared/model/values.ts'
import { fail, ok } from '../../../shared/result.ts'
import { ADVICE_ANSWERS, playbookFiguresSchema } from '../../../shared/review/decision.ts'
import { RECOMMENDED } from '../../../shared/review/effect.ts'
import { LEADING } from '../../../shared/roles.ts'
import { statement } from '../../cache/db.ts'
import { defineCommand } from '../../cache/journal.ts'
import { adviceRow } from './store.ts'

/** A lead follows or declines the review's advice. The journal keeps the figures that it rests on. */
export const decideAdvice = defineCommand({
  name: 'review.decide',
  args: z.object({
    playbookId: z.string(),
    advice: z.enum(RECOMMENDED),
    segment: z.string().nullable(),
    answer: z.enum(ADVICE_ANSWERS),
    reason: z.string(),
    figures: playbookFiguresSchema,
    lookAt: ms,
  }),
  reserved: { roles: LEADING, to: 'decide about advice' },
  apply: (tx, { playbookId, advice, segment, answer, reason, figures, lookAt }, { id, actor, at }) => {
    tx.run(
      statement(
        `INSERT INTO advice (id, playbook_id, advice, segment, answer, reason, figures, decided_by, decided_at, look_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [id, playbookId, advice, segment, answer, reason, JSON.stringify(figures), actor, at, lookAt],
      ),
    )
    return ok({ value: null, undo: { command: 'review.withdraw', args: { decision: id } } })
  },
})

/** The way back of a decision about advice. */
const withdrawAdvice = defineCommand({
  name: 'review.withdraw',
  args: z.object({ decision: z.string() }),
  reserved: { roles: LEADING, to: 'decide about advice' },
  apply: (tx, { decision }) => {
    const row = adviceRow(tx, decision)
    if (row?.looked_at !== null)
      return fail(
        'conflict',
        'The decision was not withdrawn.',
        row ? 'The decision was looked at again already.' : 'The decision does not exist.',
        'Reload the review.',
      )
    tx.run(statement('DELETE FROM advice WHERE id = ?', [decision]))
    return ok({ value: null, undo: null })
  },
})

/** A lead has looked again at a decision whose window is over. The journal keeps what was found. */
export const lookAtAdvice = defineCommand({
  name: 'review.look',
  args: z.object({ decision: z.string(), found: playbookFiguresSchema }),
  reserved: { roles: LEADING, to: 'close a decision about advice' },
  apply: (tx, { decision, found }, { actor, at }) => {
    const row = adviceRow(tx, decision)
    const why = !row
      ? 'The decision does not exist.'
      : row.looked_at !== null
        ? 'The decision was looked at again already.'
        : row.look_at > at
          ? 'The window of the decision is not over.'
          : null
    if (why !== null) return fail('conflict', 'The decision was not closed.', why, 'Reload the review.')
    tx.run(
      statement('UPDATE advice SET looked_by = ?, looked_at = ?, found = ? WHERE id = ?', [
        ...[actor, at, JSON.stringify(found), decision],
      ]),
    )
    return ok({ value: null, undo: { command: 'review.reopen', args: { decision } } })
  },
})

/** The way back of a second look. */
const reopenAdvice = defineCommand({
  name: 'review.reopen',
  args: z.object({ decision: z.string() }),
  reserved: { roles: LEADING, to: 'close a decision about advice' },
  apply: (tx, { decision }) => {
    tx.run(statement('UPDATE advice SET looked_by = NULL, looked_at = NULL, found = NULL WHERE id = ?', [decision]))
    return ok({ value: null, undo: null })
  },
})

export const adviceCommands = [decideAdvice, withdrawAdvice, lookAtAdvice, reopenAdvice]
