import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { seeded } from '../../../main/predict/learn/random.ts'
import { stratifiedByClass } from '../../../main/predict/topics/topic-folds.ts'
import { learnTopics, likeliestTopic, topicChances } from '../../../main/predict/topics/topic-model.ts'
import { createCsvParser } from '../../../main/record/csv.ts'
import { type BenchOptions, beside, type Line, rounded, wanted } from '../figure.ts'
import { stopwatch, times } from '../timing.ts'
import { sklearnOnTexts, type TextRows } from './sklearn.ts'

const FILE = resolve(import.meta.dirname, '../../../../shared/data/banking77/banking77_train.csv')
const FIGURES = ['banking77.accuracy', 'banking77.calibration_error', 'banking77.train']

/** Questions to a bank with 77 intents (Casanueva et al. 2020): a stratified fifth is held out. */
export async function* bankingFigures(options: BenchOptions): AsyncGenerator<Line> {
  if (!FIGURES.some(figure => wanted(options, figure))) return
  if (!existsSync(FILE)) {
    for (const figure of FIGURES) yield { figure, value: null, unit: '', note: 'no ../shared/data/banking77 here' }
    return
  }
  const { train, test } = parted(readRows())
  const watch = stopwatch()
  // No person is named: each question counts as one of its own.
  const { model } = learnTopics({ ...train, people: [...train.texts.keys()], seed: 1 })
  const took = watch()
  const found = judged(topicChances(model, test.texts), model.topics, test.topics)
  const peer = await sklearnOnTexts(train, test)
  yield {
    ...{ figure: 'banking77.accuracy', unit: 'share', value: fourDigits(found.accuracy) },
    ...(peer && {
      ...{ peer: 'scikit-learn, TF-IDF with LinearSVC', peerValue: fourDigits(peer.accuracy) },
      ratio: fourDigits(found.accuracy / peer.accuracy),
    }),
    note: `${train.texts.length} to learn from, ${test.texts.length} held out, ${model.topics.length} intents; terms of fewer than 5 questions are never kept${peer ? '' : '; scikit-learn is not installed here'}`,
  }
  yield {
    ...{ figure: 'banking77.calibration_error', unit: 'share', value: rounded(found.error) },
    note: 'chance of the likeliest intent, ten bins of equally many questions',
  }
  yield {
    ...{ figure: 'banking77.train', unit: 's', ...times(took) },
    ...(peer
      ? beside(took.wall / 1_000, 'scikit-learn, words only, no calibration', peer.train)
      : { value: rounded(took.wall / 1_000) }),
    note: 'words, pairs and pieces of words; once more without a fold for calibration',
  }
}

const fourDigits = (value: number): number => Number(value.toFixed(4))

function readRows(): TextRows {
  const parser = createCsvParser(',')
  const rows = [...parser.push(readFileSync(FILE, 'utf8')), ...parser.end()].slice(1)
  return { texts: rows.map(({ cells }) => cells[0] ?? ''), topics: rows.map(({ cells }) => cells[1] ?? '') }
}

function parted({ texts, topics }: TextRows): { train: TextRows; test: TextRows } {
  const names = [...new Set(topics)].sort()
  const labels = Int32Array.from(topics, topic => names.indexOf(topic))
  const [fold] = stratifiedByClass(labels, [...texts.keys()], 5, seeded(1))
  const taken = (rows: Int32Array | undefined) => ({
    texts: Array.from(rows ?? [], row => texts[row] ?? ''),
    topics: Array.from(rows ?? [], row => topics[row] ?? ''),
  })
  return { train: taken(fold?.train), test: taken(fold?.test) }
}

function judged(chances: Float64Array, topics: readonly string[], truths: readonly string[]) {
  const told = truths
    .map((truth, row) => {
      const { topic, chance } = likeliestTopic(chances, topics.length, row)
      return { chance, right: topics[topic] === truth ? 1 : 0 }
    })
    .sort((a, b) => a.chance - b.chance)
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const gaps = Array.from({ length: 10 }, (_, bin) => {
    const part = told.slice(Math.floor((bin * told.length) / 10), Math.floor(((bin + 1) * told.length) / 10))
    return Math.abs(mean(part.map(({ chance }) => chance)) - mean(part.map(({ right }) => right)))
  })
  return { accuracy: mean(told.map(({ right }) => right)), error: mean(gaps) }
}
