import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Examples } from '../../../main/predict/learn/data/feature-table.ts'
import { startJudgement } from '../../../main/predict/table/table-thread.ts'
import { tableAskSchema } from '../../../shared/predict/table-ask.ts'
import { unwrap } from '../../../shared/result.ts'
import { type BenchOptions, type Line, median, rounded, wanted } from '../figure.ts'
import { middle, stopwatch, type Took, times } from '../timing.ts'
import { largeExamples } from './large-data.ts'

interface Measured {
  training: Took
  /** ms of it that the model of any trouble took. */
  common: number
  memory: number
  scoring: Took[]
  headScoring: Took[]
  explained: number[]
  losses: { candidate: unknown; loss: number }[]
  kind: string
}

const NS_IN_MS = 1e6

/** Training, scoring and explaining at 100,000 rows of 60 columns, and what the engine's thread feels of it. */
export async function* largeFigures(options: BenchOptions): AsyncGenerator<Line> {
  const rows = options.quick ? 25_000 : 100_000
  const size = `${rows / 1_000}k`
  const figures = ['train@', 'score@', 'score.categories@', 'explain', 'train.memory']
  if (
    options.only.length === 0 ||
    options.only.some(name => figures.some(figure => figure.startsWith(name) || name.startsWith(figure)))
  )
    yield* oneTraining(rows, size)
  if (wanted(options, 'train.engine_delay.p99')) yield await delayFigure(largeExamples(rows), size)
}

function* oneTraining(rows: number, size: string): Iterable<Line> {
  const child = spawnSync(process.execPath, [join(import.meta.dirname, 'large-child.ts'), String(rows)], {
    encoding: 'utf8',
  })
  if (child.status !== 0) throw new Error(child.stderr)
  const { training, common, memory, scoring, headScoring, explained, kind } = JSON.parse(child.stdout) as Measured
  yield {
    figure: `train@${size}`,
    value: rounded(training.wall / 1_000),
    unit: 's',
    ...times(training),
    note: `60 columns; ${kind} were better; five heads by category took ${rounded((training.wall - common) / 1_000)} s of it`,
  }
  const scored = middle(scoring)
  yield {
    figure: `score@${size}`,
    value: rounded(scored.wall),
    unit: 'ms',
    ...times(scored),
  }
  const byHead = middle(headScoring)
  yield {
    ...{ figure: `score.categories@${size}`, value: rounded(byHead.wall), unit: 'ms', ...times(byHead) },
    note: 'the risk of any ticket and those of five categories',
  }
  yield {
    figure: 'explain',
    value: rounded(median(explained)),
    unit: 'ms',
    note: 'one account, contributions of all columns',
  }
  yield {
    figure: 'train.memory',
    value: rounded(memory),
    unit: 'MB',
    note: 'largest memory of the process, the table included',
  }
}

/** The real path: a file is judged in its thread, while this thread does nothing but answer. */
async function delayFigure(examples: Examples, size: string): Promise<Line> {
  const dir = mkdtempSync(join(tmpdir(), 'forestall-model-'))
  try {
    const file = join(dir, 'large.csv')
    writeFileSync(file, csvOf(examples))
    const delay = monitorEventLoopDelay({ resolution: 1 })
    const watch = stopwatch()
    delay.enable()
    unwrap(await startJudgement(tableAskSchema.parse({ file, label: 'label', folds: 2 }), () => {}).answer)
    delay.disable()
    // Each sample is the pause of a timer of 1 ms, which is not the engine's.
    const [p99, longest] = [delay.percentile(99) / NS_IN_MS - 1, delay.max / NS_IN_MS - 1]
    const note = `longest ${rounded(longest)}; a file of ${size} rows read and judged in two folds`
    return { figure: 'train.engine_delay.p99', value: rounded(Math.max(0, p99)), unit: 'ms', ...times(watch()), note }
  } finally {
    rmSync(dir, { recursive: true })
  }
}

function csvOf({ table, labels }: Examples): string {
  const lines = [[...table.columns.map(({ name }) => name), 'label'].join(',')]
  for (let row = 0; row < table.rows; row++) {
    const cells = table.columns.map(column => {
      if (column.kind === 'category') return column.names[column.codes[row] ?? 0] ?? ''
      const value = column.values[row] as number
      return Number.isNaN(value) ? '' : value.toFixed(4)
    })
    lines.push([...cells, String(labels[row])].join(','))
  }
  return lines.join('\n')
}
