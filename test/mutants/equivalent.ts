import type { Stated } from './mutant.ts'

/** Several faults of one file that share a reason: each a text that occurs once, and what takes its place. */
const same = (file: string, why: string, ...faults: [find: string, replace: string][]): (Stated & { why: string })[] =>
  faults.map(([find, replace]) => ({ file, find, replace, why }))

/** Faults that change no answer, each with the reason for which no test can notice it. They still count as surviving. */
export const EQUIVALENT: readonly (Stated & { why: string })[] = [
  ...same(
    'main/record/csv.ts',
    'Where the next quote stands is looked for again as often as one likes, and a line without one has the same cells by either way.',
    ['quoteFrom(buffer, 0)', 'quoteFrom(buffer, (-1))'],
    ['if (quote < at)', 'if (quote <= at)'],
    ['if (quote < next)', 'if (quote <= next)'],
  ),
  ...same('main/record/csv.ts', 'The pattern begins with a space, too; this is a short cut.', [
    "if (text[start] !== ' ') return null",
    ';',
  ]),
  ...same(
    'main/record/dates.ts',
    'The pattern that follows says the same of Z; this is a short cut.',
    ["if (text[at] === 'Z' && text.length === at + 1) return 0", ';'],
    ['text.length === at + 1', 'text.length !== at + 1'],
    ['text.length === at + 1', 'text.length === at - 1'],
    ['text.length === at + 1', 'text.length === at + 2'],
    ['text.length === at + 1', 'text.length === at + 0'],
  ),
  ...same('main/record/dates.ts', 'The sign before 0 is −1 by either way.', [
    'return digit >= 0',
    'return digit >= (-1)',
  ]),
  ...same('main/privacy/known-by.ts', 'A name that is in a text twice, one letter apart, repeats one letter.', [
    'text.indexOf(name, at + 1)',
    'text.indexOf(name, at + 2)',
  ]),
  ...same(
    'main/predict/learn/calibrate/calibration.ts',
    'At a knot the line from the left ends where the one to the right begins.',
    ['if (z <= (from[0] as number))', 'if (z < (from[0] as number))'],
    ['if (z >= (from[last] as number))', 'if (z > (from[last] as number))'],
    ['if ((from[middle] as number) <= z)', 'if ((from[middle] as number) < z)'],
  ),
  ...same('main/predict/learn/calibrate/calibration.ts', 'A score behind the first knot is never before it.', [
    '[0, last]',
    '[(-1), last]',
  ]),
  ...same('main/predict/learn/judge/goodness.ts', 'No risk stands behind the last one, so none there is equal to it.', [
    'while (to < order.length',
    'while (to <= order.length',
  ]),
  ...same(
    'main/predict/learn/judge/usable.ts',
    'No probability is exactly the limit, and the tail of 0 is a half.',
    ['isEnough && p <= LEVEL', 'isEnough && p < LEVEL'],
    ['clusters).p <= LEVEL', 'clusters).p < LEVEL'],
    ['<= LEVEL / claims', '< LEVEL / claims'],
    ['return x >= 0 ? tail', 'return x > 0 ? tail'],
  ),
  ...same(
    'main/predict/learn/judge/usable.ts',
    'A typed array has nothing below 0 and nothing beyond its end, and the lesser of two kinds is that of both.',
    ['row < labels.length; row++) if (labels[row] === kind)', 'row <= labels.length; row++) if (labels[row] === kind)'],
    ['(let row = 0; row < labels.length; row++) if', '(let row = (-1); row < labels.length; row++) if'],
    ['if (labels[row] === kind)', 'if (labels[row] !== kind)'],
  ),
  ...same(
    'main/predict/learn/judge/auc.ts',
    'No score stands before the first or behind the last, a score is equal to itself, and the next tie ranks its first row again.',
    ['for (let from = 0; from < order.length; )', 'for (let from = (-1); from < order.length; )'],
    ['for (let from = 0; from < order.length; )', 'for (let from = 0; from <= order.length; )'],
    ['let to = from + 1', 'let to = from + 0'],
    ['while (to < order.length', 'while (to <= order.length'],
    ['at < to; at++', 'at <= to; at++'],
  ),
  ...same('main/predict/learn/judge/auc.ts', 'A variance is below 0 by rounding alone.', [
    'Math.max(0, positive',
    'Math.max((-1), positive',
  ]),
  ...same('main/signal/measures/novel.ts', 'A window holds no row that has no place before it.', [
    '(before[i] ?? -1) < begins',
    '(before[i] ?? 1) < begins',
  ]),
  ...same('main/signal/meter/anomaly.ts', 'A count that is what was expected scores 0 by either formula.', [
    'if (count > expected)',
    'if (count >= expected)',
  ]),
  ...same('main/signal/meter/anomaly-guess.ts', 'Equal numbers may be in either order.', [
    '(sorted[place - 1] ?? 0) > value',
    '(sorted[place - 1] ?? 0) >= value',
  ]),
  ...same(
    'main/signal/meter/anomaly-order.ts',
    'Sorting all and inserting one give the same order; which is quicker decides.',
    ['this.#count - this.#ordered > 1', 'this.#count - this.#ordered >= 1'],
    ['this.#count - this.#ordered > 1', 'this.#count - this.#ordered > 0'],
    ['this.#count - this.#ordered > 1', 'this.#count + this.#ordered > 1'],
  ),
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
    'main/predict/learn/judge/auc.ts',
    'A typed array has nothing below 0 and nothing beyond its end, neither to read nor to write.',
    ['let from = 0;', 'let from = (-1);'],
    ['from < order.length; )', 'from <= order.length; )'],
    ['while (to < order.length', 'while (to <= order.length'],
  ),
  ...same('main/predict/learn/judge/auc.ts', 'A score equals itself, so the loop that follows takes this step.', [
    'let to = from + 1',
    'let to = from + 0',
  ]),
  ...same('main/predict/learn/judge/auc.ts', 'The next run of equal scores writes its first rank again.', [
    'at < to; at++',
    'at <= to; at++',
  ]),
]
