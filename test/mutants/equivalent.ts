import type { Stated } from './mutant.ts'

/** Several faults of one file that share a reason: each a text that occurs once, and what takes its place. */
const same = (file: string, why: string, ...faults: [find: string, replace: string][]): (Stated & { why: string })[] =>
  faults.map(([find, replace]) => ({ file, find, replace, why }))

/** Faults that change no answer, each with the reason for which no test can notice it. They still count as surviving. */
export const EQUIVALENT: readonly (Stated & { why: string })[] = [
  ...same('main/record/json-paths.ts', 'One key joined with nothing is that key, only made more slowly.', [
    'const key = taken === 1 ?',
    'const key = taken === 0 ?',
  ]),
  ...same('main/record/json-paths.ts', 'Numbers always have a source, and other values are written as their source.', [
    "return typeof value === 'number' && context?.source !== undefined ? (rawJSON",
    "return typeof value === 'number' || context?.source !== undefined ? (rawJSON",
  ]),
  ...same(
    'main/record/build-record.ts',
    'How many names are remembered decides about memory and time alone.',
    ['known.size < 10_000', 'known.size <= 10_000'],
    ['known.size < 10_000', 'known.size < 10001'],
    ['known.size < 10_000', 'known.size < 9999'],
  ),
  ...same(
    'main/sync/identity/rules.ts',
    'An account is of the same source as itself, and so never linked with itself.',
    ['holding.slice(n + 1)', 'holding.slice(n + 0)'],
  ),
  ...same(
    'main/sync/identity/rules.ts',
    'Ids, uids and the reasons of one pair differ, so nothing is level.',
    ['(a < b ? [a, b] : [b, a])', '(a <= b ? [a, b] : [b, a])'],
    ['(pairName(x, byId) < pairName(y, byId) ? -1 : 1)', '(pairName(x, byId) <= pairName(y, byId) ? -1 : 1)'],
    ['(a.uid < b.uid ? -1 : 1)', '(a.uid <= b.uid ? -1 : 1)'],
    ['(x.value < y.value ? -1 : 1)', '(x.value <= y.value ? -1 : 1)'],
  ),
  ...same(
    'main/signal/meter/rows.ts',
    'Only differences of the totals are read.',
    ['sums: [0], whole', 'sums: [1], whole'],
    ['sums: [0], whole', 'sums: [(-1)], whole'],
  ),
  ...same(
    'main/signal/meter/rows.ts',
    'Totals are a short cut of adding up the rows.',
    ['whole: true, rising', 'whole: false, rising'],
    ['if (whole) return (sums[to] ?? 0) - (sums[from] ?? 0)', ';'],
  ),
  ...same(
    'main/signal/meter/rows.ts',
    'Sorting what is in order changes nothing.',
    ['inTime(facts[i - 1] as Fact, fact) > 0', 'inTime(facts[i - 1] as Fact, fact) >= 0'],
    ['inTime(facts[i - 1] as Fact, fact) > 0', 'inTime(facts[i - 1] as Fact, fact) > (-1)'],
  ),
  ...same('main/signal/meter/rows.ts', 'Of two equal amounts either is the largest.', [
    'amount > best)',
    'amount >= best)',
  ]),
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
