import type { Category } from '../../../shared/vocabulary.ts'
import { type EpisodeKind, HAZARDS, type SampleShape, STREAM } from './episode.ts'
import { random } from './prng.ts'
import { truth } from './truth.ts'

/** What an outreach must be about to help in a trouble. */
export const ABOUT: Readonly<Record<EpisodeKind, Category>> = {
  drifting: 'usage',
  payment_trouble: 'billing',
  shipping_trouble: 'fulfilment',
  login_trouble: 'access',
  buggy_feature: 'reliability',
  stuck_payment: 'billing',
  processor_down: 'billing',
  out_of_stock: 'fulfilment',
  parcel_lost: 'fulfilment',
  intruder: 'access',
  bad_config: 'reliability',
  crash_loop: 'reliability',
  outage: 'reliability',
  known_bug: 'reliability',
  unprepared: 'reliability',
  stalled_onboarding: 'usage',
  unadopted: 'usage',
  champion_left: 'usage',
  confused: 'usage',
  outgrown: 'usage',
}

/**
 * The moments at which account `index` would have opened a ticket, and does not because a message about `category`
 * reached it at `at` (UTC ms): of each fitting trouble that it is in, with the hidden probability `treatable`.
 * Leaving is not undone by a message, nor a ticket that was open already.
 */
export const sparedTickets = (shape: SampleShape, index: number, category: Category, at: number): number[] =>
  truth(shape, index).episodes.flatMap(({ trouble, from, until, contactsAt }, n) => {
    const fits = ABOUT[trouble] === category && from <= at && at < until
    if (!fits || contactsAt === null || contactsAt <= at) return []
    return random(shape.seed, index, STREAM.treatment, n).chance(HAZARDS[trouble].treatable) ? [contactsAt] : []
  })
