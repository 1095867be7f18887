import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Fold } from '../../../main/predict/learn/judge/folds.ts'

/** Mean AUC of each kind over the folds, and the calibration error of the regression. */
export interface SklearnFigures {
  logistic: number
  forest: number
  boosting: number
  calibrationError: number
}

/** Where Debian puts its Python, should another come first. */
const PYTHONS = ['python3', '/usr/bin/python3']

/** Trains scikit-learn on the same folds in this run; null where it is not installed. */
export async function sklearnOn(
  file: string,
  label: string,
  without: readonly string[],
  folds: readonly Fold[],
): Promise<SklearnFigures | null> {
  const python = PYTHONS.find(name => spawnSync(name, ['-c', 'import sklearn']).status === 0)
  if (python === undefined) return null
  const child = spawn(python, [join(import.meta.dirname, 'sklearn-peer.py')], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify({ file, label, without, folds: folds.map(({ test }) => [...test]) }))
  let said = ''
  for await (const part of child.stdout) said += part
  return JSON.parse(said) as SklearnFigures
}
