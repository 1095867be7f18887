import type { Fold } from '../learn/judge/folds.ts'
import { shuffled } from '../learn/random.ts'

/** Folds with equally many rows of each class, as far as can be; the texts of one person are never parted. */
export function stratifiedByClass(
  labels: Int32Array,
  people: ArrayLike<number>,
  folds: number,
  random: () => number,
): Fold[] {
  const foldOfPerson = new Map<number, number>()
  const counts = new Map<number, Int32Array>()
  const foldOf = new Int32Array(labels.length)
  for (const row of shuffled(labels.length, random)) {
    const [label, person] = [labels[row] as number, people[row] as number]
    const sizes = counts.get(label) ?? new Int32Array(folds)
    counts.set(label, sizes)
    const fold = foldOfPerson.get(person) ?? sizes.indexOf(Math.min(...sizes))
    foldOfPerson.set(person, fold)
    foldOf[row] = fold
    sizes[fold] = (sizes[fold] as number) + 1
  }
  const rowsWhere = (is: (fold: number) => boolean) =>
    Int32Array.from([...foldOf.keys()].filter(row => is(foldOf[row] as number)))
  return Array.from({ length: folds }, (_, own) => ({
    train: rowsWhere(fold => fold !== own),
    test: rowsWhere(fold => fold === own),
  })).filter(({ train, test }) => train.length > 0 && test.length > 0)
}
