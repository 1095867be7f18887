import { z } from 'zod'
import { describe } from './describe.ts'
import { attributeSchema, currencySchema } from './parts.ts'
import { attributeNoun, plain } from './words.ts'

/** The attribute that is an amount of money. */
export const AMOUNT_ATTRIBUTE = 'mrr_minor'

/** ` in minor units of EUR`: what an amount is measured in; empty for everything else. */
const unitWords = ({ name, currency }: { name: string; currency?: string | undefined }): string =>
  name === AMOUNT_ATTRIBUTE ? ` in minor units of ${currency ?? 'the workspace’s currency'}` : ''

/**
 * A column of the account or `properties.NAME`; undefined when null. Only its present value is known, not its past.
 * `mrr_minor` is measured in minor units of `currency`, where absent in those of the currency that the workspace reckons
 * in, at the rates in force; undefined where there is no rate.
 */
export const attribute = describe({
  schema: z
    .strictObject({ type: z.literal('attribute'), name: attributeSchema, currency: currencySchema.optional() })
    .refine(({ name, currency }) => currency === undefined || name === AMOUNT_ATTRIBUTE, {
      path: ['currency'],
      message: `expected no currency, because only ${AMOUNT_ATTRIBUTE} is an amount`,
    }),
  gives: () => 'text',
  noun: measure => attributeNoun(measure.name),
  label: measure => `${attributeNoun(measure.name)}${unitWords(measure)}`,
  words: measure => `${plain(measure.name)}${unitWords(measure)}`,
  editor: { title: 'the attribute', starts: { name: 'plan' } },
})
