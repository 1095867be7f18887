import { z } from 'zod'
import { describe } from './describe.ts'
import { plainMeasureSchema } from './plain-measures.ts'

/** One measure by another; undefined when either is, or the second is 0. */
export const ratio = describe({
  schema: z.strictObject({ type: z.literal('ratio'), of: plainMeasureSchema, to: plainMeasureSchema }),
  gives: () => 'share',
  noun: ({ of }, reads) => reads.noun(of),
  label: ({ of, to }, reads) => `${reads.label(of)} relative to ${reads.label(to)}`,
  words: ({ of, to }, reads) => `${reads.words(of)} divided by ${reads.words(to)}`,
  editor: {
    title: 'the ratio',
    starts: {
      of: { type: 'sum', events: { kind: 'feature_used' }, field: 'value', over: '28d' },
      to: { type: 'count', events: { kind: 'feature_used' }, over: '28d' },
    },
  },
})
