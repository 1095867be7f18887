import { rmSync } from 'node:fs'
import { shrink } from '../../../main/measure/estimate/shrink.ts'
import type { Compared } from '../../../main/measure/experiment/compare.ts'
import type { Interval } from '../../../shared/experiment/experiment.ts'
import { type Chance, chance } from '../../helpers/chance.ts'
import { isReproduced, publishedFigures } from '../../helpers/published-figures.ts'
import { makeFolder } from '../cache/bench-cache.ts'
import { type BenchOptions, type Line, rounded, type Suite, wanted } from '../figure.ts'
import { armsChance, ghostAgainstAll, inducedIsCovered, stopsOn } from './arms.ts'
import { reviewFiguresBench } from './review.ts'
import { liveSample } from './sample.ts'
import { aTeam, livedBy } from './teams.ts'

/** The estimators against published figures, and against simulated teams whose true effects are known. */
export const measureSuite: Suite = {
  name: 'measure',
  async *run(options) {
    const teams = options.quick ? 100 : 1_000
    if (wanted(options, 'published')) yield* published()
    if (wantsAny(options, ['coverage', 'bias'])) yield* coverage(teams)
    if (wantsAny(options, ['false_alarm', 'fixed'])) yield* falseAlarms(teams)
    if (wanted(options, 'power')) yield* power(teams)
    if (wanted(options, 'league')) yield* league(teams)
    if (wantsAny(options, ['autopilot'])) yield* autopilots(teams)
    if (wanted(options, 'induced.coverage')) yield* induced(teams)
    if (wantsAny(options, ['ghost'])) yield* ghosts(teams)
    if (wantsAny(options, ['sample'])) yield* samples(options.quick ? 4 : 40)
    if (wantsAny(options, ['review', 'drill'])) yield* inFolder(options.quick)
  },
}

/** Figures that need a workspace on disk, which goes with its folder. */
async function* inFolder(quick: boolean): AsyncIterable<Line> {
  const dir = makeFolder()
  try {
    yield* reviewFiguresBench(dir, quick)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

const wantsAny = (options: BenchOptions, figures: readonly string[]): boolean =>
  figures.some(figure => wanted(options, figure)) ||
  options.only.some(name => figures.some(one => name.startsWith(one)))

function* published(): Iterable<Line> {
  const all = publishedFigures()
  const failed = all.filter(figure => !isReproduced(figure))
  for (const { name, found, published: theirs } of failed)
    process.stderr.write(`${name}: ${found} instead of ${theirs}\n`)
  yield { figure: 'published', value: all.length - failed.length, unit: 'figures' }
  yield { figure: 'published.failed', value: failed.length, unit: 'figures' }
}

const shareOf = (figure: string, k: number, n: number, note: string): Line => ({
  figure,
  value: rounded((100 * k) / n),
  unit: '%',
  note: `${note}; standard error ${rounded(100 * Math.sqrt(((k / n) * (1 - k / n)) / n))}`,
})

const holds = (interval: Interval | null, truth: number): boolean =>
  interval === null || (interval.low <= truth && truth <= interval.high)

/** Effects as they may be met: many small ones, none below what the base allows. */
const anyEffect =
  ({ gaussian }: Chance) =>
  (base: number): number =>
    Math.max(-base + 0.01, Math.min(0.5, 0.05 * gaussian()))

function* coverage(teams: number): Iterable<Line> {
  const random = chance(1)
  let [interval, sequence] = [0, 0]
  const errors: number[] = []
  for (let n = 0; n < teams; n++) {
    const team = aTeam(random, anyEffect(random))
    const looks = livedBy(team, random)
    const last = looks.at(-1)?.difference ?? null
    if (holds(last, team.effect)) interval++
    if (looks.every(look => holds(look.sequence, team.effect))) sequence++
    if (last) errors.push(100 * (last.value - team.effect))
  }
  yield shareOf('coverage.interval', interval, teams, 'Newcombe on the last of 30 days')
  yield shareOf('coverage.sequence', sequence, teams, 'at all 30 daily looks together')
  yield meanOf('bias', errors, 'estimate − truth')
}

function* falseAlarms(teams: number): Iterable<Line> {
  const random = chance(2)
  let [sequence, fixed] = [0, 0]
  for (let n = 0; n < teams; n++) {
    const looks = livedBy(
      aTeam(random, () => 0),
      random,
    )
    if (looks.some(look => !holds(look.sequence, 0))) sequence++
    if (looks.some(look => look.sequence !== null && !holds(look.difference, 0))) fixed++
  }
  yield shareOf('false_alarm', sequence, teams, 'no effect, 30 daily looks, sequence')
  yield shareOf('fixed.false_alarm', fixed, teams, 'no effect, 30 daily looks, fixed interval')
}

/** The effect whose power is measured, and the units of both arms. */
const EFFECT = -0.05
const SIZES = [500, 1_000, 2_000, 5_000, 10_000]

function* power(teams: number): Iterable<Line> {
  const told = ({ difference }: Compared) => !holds(difference, 0)
  const always = ({ sequence }: Compared) => !holds(sequence, 0)
  for (const units of SIZES) {
    const random = chance(3)
    const last = Array.from({ length: teams }, () => {
      const team = { base: 0.25, effect: EFFECT, heldOut: 0.3, unitsADay: units }
      return livedBy(team, random, 1)[0]
    }).filter(look => look !== undefined)
    const of = (test: (look: Compared) => boolean) => last.filter(test).length
    const note = '25 % contact, treatment takes 5 points away, 30 % held out'
    yield shareOf(`power.${units}`, of(told), last.length, `one look; ${note}`)
    yield shareOf(`power.sequence.${units}`, of(always), last.length, `valid at any look; ${note}`)
  }
}

/** Playbooks of one team, and how its league promises for the best of them. */
const PLAYBOOKS = 20

function* league(teams: number): Iterable<Line> {
  const random = chance(4)
  const [naive, adjusted, sums]: [number[], number[], number[]] = [[], [], []]
  for (let n = 0; n < teams; n++) {
    const books = Array.from({ length: PLAYBOOKS }, () => {
      const team = { base: 0.25, effect: 0.03 * random.gaussian(), heldOut: 0.3, unitsADay: 1_000 }
      const basis = livedBy(team, random, 1)[0]?.basis
      return { truth: team.effect, value: basis?.value ?? 0, variance: basis?.variance ?? 1 }
    })
    const drawn = shrink(books).effects
    // A fall is what a team wants, so the best is the least.
    const gapOfBest = (seen: readonly { value: number }[]) => {
      const best = seen.reduce((top, one, at) => (one.value < (seen[top]?.value ?? 0) ? at : top), 0)
      return 100 * ((seen[best]?.value ?? 0) - (books[best]?.truth ?? 0))
    }
    naive.push(gapOfBest(books))
    adjusted.push(gapOfBest(drawn))
    const gaps = drawn.map((one, at) => one.value - (books[at]?.truth ?? 0))
    sums.push(100 * gaps.reduce((sum, gap) => sum + gap, 0))
  }
  yield meanOf('league.naive_bias', naive, 'best of 20 playbooks as measured − truth')
  yield meanOf('league.adjusted_bias', adjusted, 'best of 20 playbooks as drawn − truth')
  yield meanOf('league.total_bias', sums, 'sum over 20 playbooks as drawn − truth')
}

/** Days of an autopilot’s life, and of the search for how long harm lasts. */
const YEAR = 365
const LONGEST = 1_500

function* autopilots(teams: number): Iterable<Line> {
  const random = armsChance(1)
  // So many that the standard error is a thirtieth of the bound: fewer lives say “above” or “below” by luck.
  const lives = 20 * teams
  const harmless = Array.from({ length: lives }, () => {
    const { base, heldOut } = aTeam(random, () => 0)
    return stopsOn({ base, effect: 0, heldOut, startsADay: 20, days: YEAR }, random)
  })
  const stopped = harmless.filter(day => day !== null).length
  yield shareOf(
    'autopilot.false_stop',
    stopped,
    lives,
    'no effect, 20 starts a day for a year, looked at every contact',
  )
  yield harmDelay('autopilot.harm_delay', teams, { heldOut: 0.2, startsADay: 50 })
  yield harmDelay('autopilot.harm_delay.few_held_out', Math.ceil(teams / 5), { heldOut: 0.05, startsADay: 20 })
}

function harmDelay(figure: string, lives: number, setting: { heldOut: number; startsADay: number }): Line {
  const random = armsChance(2)
  const days = Array.from(
    { length: lives },
    () =>
      // A life that is not stopped counts as the longest; the median is right while less than half of them are.
      stopsOn({ base: 0.1, effect: 0.05, days: LONGEST, ...setting }, random) ?? LONGEST,
  ).sort((a, b) => a - b)
  const { heldOut, startsADay } = setting
  const note = `median; contacts rise from 10 to 15 %, ${startsADay} starts a day, ${100 * heldOut} % held out`
  return { figure, value: rounded(days[Math.floor(days.length / 2)] ?? LONGEST), unit: 'days', note }
}

function* induced(teams: number): Iterable<Line> {
  const random = armsChance(3)
  const covered = Array.from({ length: teams }, () => inducedIsCovered(random)).filter(Boolean).length
  yield shareOf(
    'induced.coverage',
    covered,
    teams,
    'share of messages that caused a contact, by code, reply or subject',
  )
}

function* ghosts(teams: number): Iterable<Line> {
  const random = armsChance(4)
  const found = Array.from({ length: teams }, () => ghostAgainstAll(random))
  const ratio = found.reduce((sum, { ghost, all }) => sum + ghost / all, 0) / teams
  const note = 'interval of the effect on those who would have received a message ÷ the same from all assigned'
  yield { figure: 'ghost.width', value: rounded(ratio), unit: 'ratio', note }
  yield shareOf(
    'ghost.coverage',
    found.filter(({ isCovered }) => isCovered).length,
    teams,
    'Newcombe among ghost sends',
  )
}

/** Accounts of one sample shop. */
const SHOPPERS = 5_000

/** What only the simulator of the sample knows: its true effects, harm and contacts about our messages included. */
function* samples(lives: number): Iterable<Line> {
  const random = armsChance(5)
  const lived = Array.from({ length: lives }, (_, seed) => liveSample(seed + 1, SHOPPERS, random))
  const effects = lived.flatMap(life => life.effects)
  const share = (figure: string, of: 'difference' | 'sequence', note: string) =>
    shareOf(figure, effects.filter(effect => holds(effect[of], effect.truth)).length, effects.length, note)
  const errors = effects.map(({ truth, difference }) => 100 * (difference.value - truth))
  const size = errors.reduce((sum, error) => sum + Math.abs(error), 0) / errors.length
  const note = `${effects.length} true effects by category, playbook and plan in ${lives} sample shops`
  yield share('sample.coverage', 'difference', `inside Newcombe’s interval; ${note}`)
  yield share('sample.coverage.sequence', 'sequence', `inside the always-valid interval; ${note}`)
  yield {
    figure: 'sample.effect_error',
    value: rounded(size),
    unit: 'points',
    note: `mean of |estimate − truth|; ${note}`,
  }
  yield meanOf('sample.effect_bias', errors, 'estimate − truth')
  yield meanOf(
    'sample.induced_error',
    lived.map(({ induced: { truth, value } }) => 100 * ((value ?? 0) - truth)),
    'share of messages that caused a contact − truth',
  )
}

function meanOf(figure: string, values: readonly number[], note: string): Line {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
  const error = Math.sqrt(variance / values.length)
  return { figure, value: rounded(mean), unit: 'points', note: `${note}; standard error ${rounded(error)}` }
}
