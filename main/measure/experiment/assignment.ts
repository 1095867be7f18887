import type { AssignmentProblem, Experiment } from '../../../shared/experiment/experiment.ts'
import { chanceWords } from '../../../shared/experiment/words.ts'
import { welch } from '../estimate/difference.ts'
import { momentsOf } from '../estimate/moments.ts'
import { missingTest, ratioTest, sequentialRatioTest } from '../estimate/ratio.ts'
import type { ReadMetric, UnitTable } from './unit-table.ts'

/** Below this chance an assignment is no longer believed. A sound one is flagged once in a thousand times. */
const DOUBTED = 0.001

/** A file may hold a gross fault in a thousand units, or a small one in a million: each is looked for. */
const CONCENTRATIONS = [100, 10_000]

/** Which rows stand for the units, and what speaks against comparing their arms. */
export interface CheckedAssignment {
  /** One row for each unit that is in one arm only. */
  rows: number[]
  /** Units by arm. */
  counts: number[]
  ratio: Experiment['ratio']
  problems: AssignmentProblem[]
}

/** Checks an assignment before anything is compared. `planned`: shares by arm that sum to 1. `control`: its arm. */
export function checkAssignment(table: UnitTable, planned: readonly number[], control: number): CheckedAssignment {
  const { rows, twoArms, repeated } = oneRowEach(table)
  const counts = planned.map(() => 0)
  for (const row of rows) counts[arm(table, row)] = (counts[arm(table, row)] ?? 0) + 1
  const [sequentialP = 1] = sequentialRatioTest([counts], planned, CONCENTRATIONS)
  const ratio = { p: ratioTest(counts, planned), sequentialP }
  return {
    rows,
    counts,
    ratio,
    problems: [
      ...inTwoArms(table, twoArms),
      ...repeatedUnits(table, repeated),
      ...speltAlike(table, rows),
      ...(ratio.p < DOUBTED ? [wrongRatio(table, counts, planned, ratio.p)] : []),
      ...table.metrics.flatMap(metric => missingUnevenly(table, metric, rows, counts)),
      ...table.metrics.flatMap(metric => differsBefore(table, metric, rows, control)),
    ],
  }
}

const arm = ({ arms }: UnitTable, row: number): number => arms[row] ?? 0

interface OneRowEach {
  rows: number[]
  /** Pairs of rows of one unit: its first one and another, in different arms or in the same. */
  twoArms: [number, number][]
  repeated: [number, number][]
}

/** The first row of each unit. A unit in two arms has none: nobody knows which of them it belongs to. */
function oneRowEach(table: UnitTable): OneRowEach {
  const { units, arms } = table
  if (units === null) return { rows: arms.map((_, row) => row), twoArms: [], repeated: [] }
  const first = new Map<string, number>()
  const twoArms = new Map<string, [number, number]>()
  const repeated = new Map<string, [number, number]>()
  for (const [row, unit] of units.entries()) {
    const before = first.get(unit)
    if (before === undefined) first.set(unit, row)
    else if (arm(table, before) !== arm(table, row)) twoArms.set(unit, [before, row])
    else repeated.set(unit, [before, row])
  }
  for (const unit of twoArms.keys()) {
    first.delete(unit)
    repeated.delete(unit)
  }
  return { rows: [...first.values()], twoArms: [...twoArms.values()], repeated: [...repeated.values()] }
}

const unitsWord = (n: number, one: string, many: string): string =>
  n === 1 ? `1 unit ${one}` : `${n.toLocaleString('en')} units ${many}`

const pairsOf = ({ lines, rowName }: UnitTable, pairs: readonly [number, number][]): string[] =>
  pairs.slice(0, 2).map(([a, b]) => `${rowName}s ${lines[a]} and ${lines[b]}`)

function inTwoArms(table: UnitTable, pairs: readonly [number, number][]): AssignmentProblem[] {
  if (pairs.length === 0) return []
  return [
    {
      check: 'two_arms',
      what: `${unitsWord(pairs.length, 'is', 'are')} in two arms.`,
      why: 'A unit that had both treatments tells nothing about either, and the arms may have been mixed up elsewhere too.',
      todo: 'Find out how they got into two arms. They are left out of every figure.',
      count: pairs.length,
      examples: pairsOf(table, pairs),
    },
  ]
}

function repeatedUnits(table: UnitTable, pairs: readonly [number, number][]): AssignmentProblem[] {
  if (pairs.length === 0) return []
  return [
    {
      check: 'repeated',
      what: `${unitsWord(pairs.length, 'has', 'have')} more than one row.`,
      why: 'Rows of one unit are alike, so counting each as a unit makes intervals too narrow.',
      todo: 'Sum them up to one row for each unit. Until then only the first row of each is counted.',
      count: pairs.length,
      examples: pairsOf(table, pairs),
    },
  ]
}

/** Units whose ids differ only in capitals or in blanks around them. */
function speltAlike(table: UnitTable, rows: readonly number[]): AssignmentProblem[] {
  const { units } = table
  if (units === null) return []
  const first = new Map<string, number>()
  const pairs: [number, number][] = []
  for (const row of rows) {
    const unit = (units[row] ?? '').trim().toLowerCase()
    const before = first.get(unit)
    if (before === undefined) first.set(unit, row)
    else pairs.push([before, row])
  }
  if (pairs.length === 0) return []
  return [
    {
      check: 'spellings',
      what: `${unitsWord(pairs.length, 'differs', 'differ')} from another only in capital letters or blanks.`,
      why: 'If both are one unit, it is counted twice, perhaps once in each arm.',
      todo: 'Write each unit in one way. Until then they are counted as two.',
      count: pairs.length,
      examples: pairsOf(table, pairs),
    },
  ]
}

function wrongRatio(
  { names }: UnitTable,
  counts: readonly number[],
  planned: readonly number[],
  p: number,
): AssignmentProblem {
  const total = counts.reduce((sum, n) => sum + n, 0)
  const each = names.map((name, at) => {
    const expected = Math.round(total * (planned[at] ?? 0)).toLocaleString('en')
    return `“${name}” has ${(counts[at] ?? 0).toLocaleString('en')} units, ${expected} were planned`
  })
  return {
    check: 'ratio',
    what: `The arms do not have the planned sizes: ${each.join('; ')}.`,
    why: `By chance alone this would happen with p ${chanceWords(p)}. Units were lost or sent to the wrong arm, seldom at random.`,
    todo: 'If other shares were planned, say so. Otherwise find out which units are missing.',
    count: null,
    examples: [],
  }
}

function missingUnevenly(
  { arms, names }: UnitTable,
  { column, values }: ReadMetric,
  rows: readonly number[],
  counts: readonly number[],
): AssignmentProblem[] {
  const missing = counts.map(() => 0)
  for (const row of rows) {
    const at = arms[row] ?? 0
    if (Number.isNaN(values[row] ?? Number.NaN)) missing[at] = (missing[at] ?? 0) + 1
  }
  if (missingTest(missing, counts) >= DOUBTED) return []
  const each = names.map((name, at) => `${missing[at]} of ${counts[at]} in “${name}”`)
  return [
    {
      check: 'missing',
      what: `“${column}” is missing more often in one arm than in another: ${each.join(', ')}.`,
      why: 'The units that are left are no longer a random part of their arm.',
      todo: 'Find out why values are missing. Enter 0 where a blank means 0.',
      count: missing.reduce((sum, n) => sum + n, 0),
      examples: [],
    },
  ]
}

function differsBefore(
  { arms, names }: UnitTable,
  { pre, before }: ReadMetric,
  rows: readonly number[],
  control: number,
): AssignmentProblem[] {
  if (pre === null || before === null) return []
  const of = (wanted: number) =>
    momentsOf(rows.filter(row => arms[row] === wanted).flatMap(row => knownOf(before[row])))
  const base = of(control)
  const apart = names.filter((_, at) => at !== control && (welch(of(at), base)?.p ?? 1) < DOUBTED)
  return apart.map(name => ({
    check: 'before' as const,
    what: `“${name}” already differed from “${names[control]}” in “${pre}”, before anything was done.`,
    why: 'Arms that were drawn at random are alike before the experiment.',
    todo: 'Find out how units were assigned. A difference afterwards may be the one from before.',
    count: null,
    examples: [],
  }))
}

const knownOf = (value: number | undefined): number[] => (value === undefined || Number.isNaN(value) ? [] : [value])
