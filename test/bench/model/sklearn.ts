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
export const sklearnOn = (
  file: string,
  label: string,
  without: readonly string[],
  folds: readonly Fold[],
): Promise<SklearnFigures | null> =>
  asking('sklearn-peer.py', { file, label, without, folds: folds.map(({ test }) => [...test]) })

/** Texts and what each is about. */
export interface TextRows {
  texts: string[]
  topics: string[]
}

/** Accuracy of TF-IDF with LinearSVC, and the seconds of its training; null where scikit-learn is not installed. */
export const sklearnOnTexts = (train: TextRows, test: TextRows): Promise<{ accuracy: number; train: number } | null> =>
  asking('sklearn-text-peer.py', { train, test })

async function asking<T>(script: string, question: unknown): Promise<T | null> {
  const python = PYTHONS.find(name => spawnSync(name, ['-c', 'import sklearn']).status === 0)
  if (python === undefined) return null
  const child = spawn(python, [join(import.meta.dirname, script)], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(question))
  let said = ''
  for await (const part of child.stdout) said += part
  return JSON.parse(said) as T
}
