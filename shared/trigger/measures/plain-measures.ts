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

export const plainSchemas = [
  count.schema,
  days.schema,
  sum.schema,
  max.schema,
  last.schema,
  since.schema,
  rate.schema,
  novel.schema,
  anomaly.schema,
  attribute.schema,
  until.schema,
  age.schema,
  objects.schema,
  stored.schema,
  late.schema,
] as const
export const plainMeasureSchema = z.discriminatedUnion('type', plainSchemas)
/** A measure that is not made of others. */
export type PlainMeasure = z.infer<typeof plainMeasureSchema>
