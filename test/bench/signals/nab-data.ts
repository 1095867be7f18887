import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const FOLDER = resolve(import.meta.dirname, '../../../../shared/data/nab')

/** One series of the Numenta Anomaly Benchmark (github.com/numenta/NAB). `windows`: first and last index, inclusive. */
export interface Labelled {
  name: string
  at: number[]
  values: number[]
  windows: { from: number; to: number }[]
  /** First index after NAB's probationary period: 15 % of the series, at most 750 points. */
  start: number
}

/** All series that the folder holds; null where it is absent. */
export function labelledSeries(): Labelled[] | null {
  if (!existsSync(FOLDER)) return null
  const labels = JSON.parse(readFileSync(join(FOLDER, 'combined_windows.json'), 'utf8')) as Record<string, string[][]>
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(FOLDER, name)).map(file => `${name}/${file}`))
    .sort()
    .map(name => labelled(name, labels[name] ?? []))
}

const moment = (text = ''): number => Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`)

function labelled(name: string, windows: string[][]): Labelled {
  const rows = readFileSync(join(FOLDER, name), 'utf8').trim().split('\n').slice(1)
  const points = rows.map(row => row.split(','))
  const at = points.map(([time]) => moment(time))
  return {
    name,
    at,
    values: points.map(([, value]) => Number(value)),
    windows: windows.map(([from, to]) => ({
      from: at.findIndex(time => time >= moment(from)),
      to: at.findLastIndex(time => time <= moment(to)),
    })),
    start: Math.min(Math.floor(0.15 * at.length), 750),
  }
}
