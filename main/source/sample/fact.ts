import type { Properties } from '../../record/record.ts'
import type { SampleShape } from './episode.ts'
import type { Profile } from './profile.ts'
import type { Truth } from './truth.ts'

/** One thing that a system noticed, before it has an id. */
export interface Fact {
  kind: string
  at: number
  value: number | null
  properties: Properties
}

/** An account and the stretch of its history that is told: `first` to `last`, UTC ms. */
export interface Life {
  shape: SampleShape
  index: number
  who: Profile
  story: Truth
  first: number
  last: number
}

/** A fact at a whole millisecond. */
export const fact = (kind: string, at: number, value: number | null, properties: Properties): Fact => ({
  kind,
  at: Math.floor(at),
  value,
  properties,
})
