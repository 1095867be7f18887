import { DAY, HOUR, MINUTE } from '../../../shared/trigger/duration.ts'
import { onboarding, touching } from './calendar.ts'
import {
  type Episode,
  type EpisodeKind,
  episode,
  type Incident,
  often,
  type SampleShape,
  STREAM,
  traits,
} from './episode.ts'
import { type Random, random } from './prng.ts'
import { renewal } from './profile.ts'

type Add = (trouble: EpisodeKind, from: number, length: number, depth: number, incident?: Incident) => void

/** The rarer troubles of account `index` from `begin` on, each one where it can strike at all. Drawn apart from the common ones. */
export function rarerTroubles(shape: SampleShape, index: number, signedUpAt: number, begin: number): Episode[] {
  const { seed, now } = shape
  const draw = random(seed, index, STREAM.truth, 1)
  const found: Episode[] = []
  const add: Add = (trouble, from, length, depth, incident) =>
    found.push(episode(draw, trouble, from, from + length, depth, incident ?? null))
  byChance(draw, add, traits(seed, index), begin, now)
  shared(draw, add, traits(seed, index), now)
  ofTheCalendar(draw, add, shape, index, signedUpAt)
  beforeRenewal(draw, add, renewal(shape, index), begin, now)
  return found
}

type Who = ReturnType<typeof traits>

/** Bad luck of an account's own, at the stated number for each account in 180 days. */
function byChance(draw: Random, add: Add, who: Who, begin: number, now: number): void {
  const times = (rate: number) => often(draw, rate, begin, now)
  for (const at of times(0.05)) add('stuck_payment', at, draw.between(4, 9) * DAY, draw.next())
  for (const at of times(0.04)) add('processor_down', at, draw.between(1, 2) * DAY, draw.next())
  for (const at of times(0.06)) add('out_of_stock', at, draw.between(3, 9) * DAY, draw.next())
  for (const at of times(0.06)) add('parcel_lost', at, draw.between(8, 14) * DAY, draw.next())
  for (const at of times(0.06)) add('intruder', at, draw.between(1, 2) * DAY, draw.next())
  for (const at of times(0.09)) add('confused', at, draw.between(2, 4) * DAY, draw.next())
  if (who.errorProne) {
    for (const at of times(0.6)) add('bad_config', at, draw.between(5, 8) * DAY, draw.next())
    for (const at of times(0.5)) add('crash_loop', at, draw.between(60, 150) * MINUTE, draw.next())
  }
  if (who.monitored) for (const at of times(0.6)) add('outage', at, draw.between(40, 180) * MINUTE, draw.next())
  if (who.daily) for (const at of times(0.6)) add('champion_left', at, draw.between(25, 45) * DAY, draw.next())
  if (who.limited) for (const at of times(0.18)) add('outgrown', at, draw.between(22, 40) * DAY, draw.next())
}

/** Shared causes under way at `now`, beside those of the common troubles. */
function shared(draw: Random, add: Add, who: Who, now: number): void {
  const hit = (trouble: EpisodeKind, share: number, ago: [number, number], incident: Incident) => {
    const from = now - draw.between(...ago)
    if (draw.chance(share)) add(trouble, from, now + DAY - from, draw.between(0.5, 1), incident)
  }
  hit('processor_down', 0.006, [4 * HOUR, 9 * HOUR], 'processor_outage')
  hit('intruder', 0.003, [2 * HOUR, 14 * HOUR], 'leaked_passwords')
  hit('crash_loop', who.errorProne ? 0.07 : 0, [20 * MINUTE, 60 * MINUTE], 'bad_deploy')
  hit('outage', who.monitored ? 0.07 : 0, [30 * MINUTE, 100 * MINUTE], 'hosting_outage')
}

/** Where nobody wants the product any more, everybody is gone some weeks before the contract would renew. */
function beforeRenewal(draw: Random, add: Add, renewsAt: number, begin: number, now: number): void {
  const from = renewsAt - draw.between(40, 60) * DAY
  if (draw.chance(0.08) && from > begin && from < now) add('champion_left', from, renewsAt - from, draw.next())
}

/** What a change, a bug or a bad start does to an account that it touches. */
function ofTheCalendar(draw: Random, add: Add, shape: SampleShape, index: number, signedUpAt: number): void {
  const { changes, bugs } = touching(shape, index, signedUpAt)
  for (const { id, dueAt, readyAt } of changes)
    if (readyAt === null) add('unprepared', dueAt - 14 * DAY, 18 * DAY, draw.next(), id)
  for (const { id, foundAt, fixedAt } of bugs) add('known_bug', foundAt, fixedAt - foundAt, draw.next(), id)
  const start = onboarding(shape, index, signedUpAt)
  if (!start) return
  if (start.completedAt === null) add('stalled_onboarding', signedUpAt + 6 * DAY, 30 * DAY, draw.next())
  else if (!start.adopts) add('unadopted', start.completedAt + 6 * DAY, 28 * DAY, draw.next())
}
