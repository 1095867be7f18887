import { shuffled } from '../random.ts'

/** Rows to learn from and rows to judge by. */
export interface Fold {
  train: Int32Array
  test: Int32Array
}

/** Whose rows must not part: those of one group are all learned from, or all judged by. */
export type Groups = Int32Array

/**
 * Folds by chance, with as many positive rows in each as can be. Groups are dealt from the largest to the smallest, each to
 * the fold that is the farthest behind, those with a positive row first.
 */
export function stratifiedFolds(labels: Uint8Array, groups: Groups, folds: number, random: () => number): Fold[] {
  const rowsOf = byGroup(groups)
  const positives = rowsOf.map(rows => rows.reduce((sum, row) => sum + (labels[row] as number), 0))
  const order = [...shuffled(rowsOf.length, random)].sort(
    (a, b) =>
      Math.sign(positives[b] as number) - Math.sign(positives[a] as number) ||
      (rowsOf[b] as number[]).length - (rowsOf[a] as number[]).length,
  )
  const foldOf = new Int32Array(labels.length)
  const [sizes, sums] = [new Float64Array(folds), new Float64Array(folds)]
  for (const group of order) {
    const [rows, positive] = [rowsOf[group] as number[], positives[group] as number]
    let best = 0
    for (let fold = 1; fold < folds; fold++) {
      const [mine, its] = positive > 0 ? [sums[fold], sums[best]] : [sizes[fold], sizes[best]]
      if ((mine as number) < (its as number)) best = fold
    }
    sizes[best] = (sizes[best] as number) + rows.length
    sums[best] = (sums[best] as number) + positive
    for (const row of rows) foldOf[row] = best
  }
  return Array.from({ length: folds }, (_, fold) =>
    foldWhere(
      foldOf,
      of => of !== fold,
      of => of === fold,
    ),
  ).filter(({ train, test }) => train.length > 0 && test.length > 0)
}

/** Folds by time: each is judged by the part of time that follows what it learned from. A group is where it began. */
export function forwardFolds(times: Float64Array, groups: Groups, folds: number): Fold[] {
  const rowsOf = byGroup(groups)
  const starts = rowsOf.map(rows =>
    rows.reduce((first, row) => Math.min(first, times[row] as number), Number.POSITIVE_INFINITY),
  )
  const order = rowsOf.map((_, group) => group).sort((a, b) => (starts[a] as number) - (starts[b] as number) || a - b)
  const partOf = new Int32Array(times.length)
  let [seen, part, last] = [0, 0, Number.NaN]
  for (const group of order) {
    // Rows of one moment are not parted either.
    const due = Math.min(folds, Math.floor((seen * (folds + 1)) / times.length))
    if (due > part && starts[group] !== last) part = due
    for (const row of rowsOf[group] as number[]) partOf[row] = part
    seen += (rowsOf[group] as number[]).length
    last = starts[group] as number
  }
  return Array.from({ length: folds }, (_, fold) =>
    foldWhere(
      partOf,
      of => of <= fold,
      of => of === fold + 1,
    ),
  ).filter(({ train, test }) => train.length > 0 && test.length > 0)
}

function byGroup(groups: Groups): number[][] {
  const found = new Map<number, number[]>()
  for (let row = 0; row < groups.length; row++) {
    const group = groups[row] as number
    const rows = found.get(group)
    if (rows) rows.push(row)
    else found.set(group, [row])
  }
  return [...found.values()]
}

function foldWhere(of: Int32Array, trains: (of: number) => boolean, tests: (of: number) => boolean): Fold {
  const [train, test]: [number[], number[]] = [[], []]
  for (let row = 0; row < of.length; row++) {
    const where = of[row] as number
    if (trains(where)) train.push(row)
    if (tests(where)) test.push(row)
  }
  return { train: Int32Array.from(train), test: Int32Array.from(test) }
}
