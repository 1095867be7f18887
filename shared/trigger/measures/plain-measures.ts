import { z } from 'zod'
import { age } from './age.ts'
import { anomaly } from './anomaly.ts'
import { attribute } from './attribute.ts'
import { count } from './count.ts'
import { days } from './days.ts'
import { last } from './last.ts'
import { late } from './late.ts'
import { max } from './max.ts'
import { novel } from './novel.ts'
import { objects } from './objects.ts'
import { rate } from './rate.ts'
import { since } from './since.ts'
import { stored } from './stored.ts'
import { sum } from './sum.ts'
import { until } from './until.ts'

/** The measures that are not made of others, in the order in which the editor lists them. */
export const PLAIN = {
  count,
  days,
  sum,
  max,
  last,
  since,
  rate,
  novel,
  anomaly,
  attribute,
  until,
  age,
  objects,
  stored,
  late,
}

type Plain = (typeof PLAIN)[keyof typeof PLAIN]
/** Their schemas: a measure that is described is one of the language. The compiler cannot follow the list, but its members. */
export const plainSchemas = Object.values(PLAIN).map(({ schema }) => schema) as unknown as readonly [Plain['schema']]
export const plainMeasureSchema = z.discriminatedUnion('type', plainSchemas)
/** A measure that is not made of others. */
export type PlainMeasure = z.infer<typeof plainMeasureSchema>
