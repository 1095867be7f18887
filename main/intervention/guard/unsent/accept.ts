import { z } from 'zod'
import { unsentFilterSchema } from '../../../../shared/intervention/unsent.ts'
import { ms } from '../../../../shared/model/values.ts'
import { fail, ok } from '../../../../shared/result.ts'
import { statement } from '../../../cache/db.ts'
import { defineCommand } from '../../../cache/journal.ts'

const { check, ended } = unsentFilterSchema.shape

/** Accepts as gone what did not leave between two moments, all of it or what one check or ending stopped. */
export const acceptUnsent = defineCommand({
  name: 'unsent.accept',
  args: z.strictObject({ from: ms.optional(), upTo: ms, check, ended }),
  apply: (tx, args, { id }) => {
    const { changes } = tx.run(
      statement(
        `UPDATE unsent SET accepted_in = $id WHERE at >= $from AND at <= $upTo AND accepted_in IS NULL
           AND ($ended IS NULL OR ended = $ended)
           AND ($check IS NULL OR EXISTS (SELECT 1 FROM json_each(unsent.because) r
             WHERE json_extract(r.value, '$.check') = $check))`,
        { id, from: args.from ?? 0, upTo: args.upTo, ended: args.ended ?? null, check: args.check ?? null },
      ),
    )
    if (changes === 0)
      return fail(
        'refused',
        'Nothing was accepted.',
        'No message that did not leave is left.',
        'Nothing needs to be done.',
      )
    return ok({ value: { accepted: changes }, undo: { command: 'unsent.reopen', args: { decision: id } } })
  },
})

/** The way back: what one decision accepted is listed again. */
const reopenUnsent = defineCommand({
  name: 'unsent.reopen',
  args: z.strictObject({ decision: z.string() }),
  apply: (tx, { decision }) => {
    tx.run(statement('UPDATE unsent SET accepted_in = NULL WHERE accepted_in = ?', [decision]))
    return ok({ value: null, undo: null })
  },
})

export const unsentCommands = [acceptUnsent, reopenUnsent]
