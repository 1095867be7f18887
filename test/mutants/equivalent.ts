import type { Stated } from './mutant.ts'

/** Several faults of one file that share a reason: each a text that occurs once, and what takes its place. */
const same = (file: string, why: string, ...faults: [find: string, replace: string][]): (Stated & { why: string })[] =>
  faults.map(([find, replace]) => ({ file, find, replace, why }))

/** Faults that change no answer, each with the reason for which no test can notice it. They still count as surviving. */
export const EQUIVALENT: readonly (Stated & { why: string })[] = [
  ...same(
    'main/issue/incident/incident.ts',
    'Accounts, which are counted next, are never more than troubles; this is a short cut.',
    ['if (free.length - from < FEWEST) continue', ';'],
    ['if (free.length - from < FEWEST)', 'if (free.length + from < FEWEST)'],
    ['if (!isUnusual(free.length - from)) continue', ';'],
  ),
  ...same('main/issue/incident/incident.ts', 'No probability is exactly the limit.', [
    'span) < CHANCE',
    'span) <= CHANCE',
  ]),
  ...same('main/issue/incident/incident.ts', 'A span without length adds nothing.', [
    '.filter(([a, b]) => a < b)',
    '.filter(([a, b]) => a <= b)',
  ]),
  ...same(
    'main/issue/incident/incident.ts',
    'Fewer than five are calm, however many.',
    ['let [most, from] = [0, 0]', 'let [most, from] = [1, 0]'],
    ['let [most, from] = [0, 0]', 'let [most, from] = [(-1), 0]'],
  ),
  ...same(
    'main/intervention/guard/preflight.ts',
    'Without a contact the moment is not looked at.',
    ['recentContactDays * DAY : 0', 'recentContactDays * DAY : 1'],
    ['recentContactDays * DAY : 0', 'recentContactDays * DAY : (-1)'],
  ),
]
