import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differenceOf } from '../../../../main/predict/learn/explain/difference.ts'
import { explainRow } from '../../../../main/predict/learn/explain/explain.ts'
import { expectedOf, TreeShap } from '../../../../main/predict/learn/explain/tree-shap.ts'
import type { Tree } from '../../../../main/predict/learn/fit/tree.ts'
import { stratifiedFolds } from '../../../../main/predict/learn/judge/folds.ts'
import { logit } from '../../../../main/predict/learn/log-odds.ts'
import { seeded } from '../../../../main/predict/learn/random.ts'
import { type RiskModel, risksOf } from '../../../../main/predict/learn/risk-model.ts'
import { train } from '../../../../main/predict/learn/train.ts'
import { chance } from '../../../helpers/chance.ts'
import { aWorld } from './made.ts'

const TERMS = 4

/** A tree of random questions. */
function aTree(seed: number, depth: number): Tree {
  const random = chance(seed)
  const tree: Tree = {
    ...{ term: [], threshold: [], bin: [], missingLeft: [] },
    left: [],
    right: [],
    value: [],
    cover: [],
  }
  const grow = (cover: number, left: number): number => {
    const node = tree.term.push(-1) - 1
    tree.threshold.push(random.gaussian())
    tree.bin.push(0)
    tree.missingLeft.push(random.uniform() < 0.5)
    tree.left.push(-1)
    tree.right.push(-1)
    tree.value.push(random.gaussian())
    tree.cover.push(cover)
    if (left === 0 || cover < 2) return node
    const share = 1 + Math.floor(random.uniform() * (cover - 1))
    tree.term[node] = Math.floor(random.uniform() * TERMS)
    tree.left[node] = grow(share, left - 1)
    tree.right[node] = grow(cover - share, left - 1)
    return node
  }
  grow(100, depth)
  return tree
}

/** What the tree says where only some terms are known: branches of others are weighed by their training rows. */
function given(tree: Tree, row: readonly number[], known: ReadonlySet<number>, node = 0): number {
  const term = tree.term[node] as number
  if (term < 0) return tree.value[node] as number
  const [left, right] = [tree.left[node] as number, tree.right[node] as number]
  const value = row[term] as number
  const goesLeft = Number.isNaN(value) ? tree.missingLeft[node] : value <= (tree.threshold[node] as number)
  if (known.has(term)) return given(tree, row, known, goesLeft ? left : right)
  const share = (tree.cover[left] as number) / (tree.cover[node] as number)
  return share * given(tree, row, known, left) + (1 - share) * given(tree, row, known, right)
}

/** Shapley values by their definition, over all orders of the terms. */
function byDefinition(tree: Tree, row: readonly number[]): number[] {
  const values = new Array<number>(TERMS).fill(0)
  const orders = permutations(Array.from({ length: TERMS }, (_, term) => term))
  for (const order of orders) {
    const known = new Set<number>()
    for (const term of order) {
      const before = given(tree, row, known)
      known.add(term)
      values[term] = (values[term] as number) + (given(tree, row, known) - before) / orders.length
    }
  }
  return values
}

const permutations = (items: readonly number[]): number[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap(first => permutations(items.filter(one => one !== first)).map(rest => [first, ...rest]))

describe('TreeSHAP', () => {
  it('gives the Shapley values of their definition', () => {
    const cell = fc.oneof(fc.double({ min: -2, max: 2, noNaN: true }), fc.constant(Number.NaN))
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 5 }),
        fc.array(cell, { minLength: TERMS, maxLength: TERMS }),
        (seed, depth, row) => {
          const tree = aTree(seed, depth)
          const into = new Float64Array(TERMS)
          new TreeShap(term => row[term] as number, into).add(tree)
          for (const [term, value] of byDefinition(tree, row).entries()) expect(into[term]).toBeCloseTo(value, 10)
          expect(expectedOf(tree)).toBeCloseTo(given(tree, row, new Set()), 10)
        },
      ),
    )
  })
})

/** A model of each kind on the same world. */
function models(): { world: ReturnType<typeof aWorld>; all: RiskModel[] } {
  const world = aWorld(1_600, 5)
  const groups = Int32Array.from(world.labels, (_, row) => row)
  const folds = stratifiedFolds(world.labels, groups, 2, seeded(1))
  const linear = aWorld(300, 6)
  const few = stratifiedFolds(
    linear.labels,
    Int32Array.from(linear.labels, (_, row) => row),
    2,
    seeded(1),
  )
  return {
    world,
    all: [train({ examples: world, folds, seed: 1 }).model, train({ examples: linear, folds: few, seed: 1 }).model],
  }
}

describe('an explanation', () => {
  const { world, all } = models()

  it('is tried on a model of each kind', () => {
    expect(all.map(({ fit, calibration }) => [fit.is, calibration.is])).toEqual([
      ['trees', 'curve'],
      ['logistic', 'line'],
    ])
  })

  it.each(all)('adds up to the log odds of the risk', model => {
    const risks = risksOf(model, world.table)
    for (let row = 0; row < 200; row++) {
      const { base, logOdds, contributions } = explainRow(model, world.table, row)
      const sum = contributions.reduce((total, one) => total + one.logOdds, base)
      expect(Math.abs(sum - logOdds)).toBeLessThan(1e-9)
      expect(Math.abs(logit(risks[row] as number) - logOdds)).toBeLessThan(1e-9)
    }
  })

  it.each(all)('of two moments differs by changes that add up', model => {
    for (let row = 0; row < 100; row++) {
      const [before, after] = [explainRow(model, world.table, row), explainRow(model, world.table, row + 1)]
      const sum = differenceOf(before, after).reduce((total, { logOdds }) => total + logOdds, 0)
      expect(Math.abs(sum - (after.logOdds - before.logOdds))).toBeLessThan(1e-9)
    }
  })

  it('names what only another model says otherwise', () => {
    const [first, second] = all as [RiskModel, RiskModel]
    const before = explainRow(first, world.table, 0)
    const after = explainRow(second, world.table, 1)
    const changes = differenceOf(before, after, explainRow(second, world.table, 0))
    expect(changes.filter(({ column }) => column === null)).toHaveLength(1)
    expect(changes.reduce((total, { logOdds }) => total + logOdds, 0)).toBeCloseTo(after.logOdds - before.logOdds, 9)
  })

  it('names the value of the row, and null where there is none', () => {
    const row = world.table.columns[2]?.kind === 'number' ? world.table.columns[2].values.findIndex(Number.isNaN) : -1
    const found = explainRow(all[0] as RiskModel, world.table, row).contributions
    expect(found.find(({ column }) => column === 'gaps')?.value).toBeNull()
    expect(found.find(({ column }) => column === 'plan')?.value).toMatch(/basic|pro|team/)
  })
})
