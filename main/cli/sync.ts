import type { SyncReport } from '../../shared/model/source.ts'
import { type Run, usage } from './command.ts'
import { columnLines } from './import/column-lines.ts'
import { print, table } from './print.ts'

/** A program that starts a sync looks at the exit code alone, so a stream that could not be read must be heard there. */
export const exitOf = (report: SyncReport): number | undefined =>
  report.cancelled || report.streams.some(stream => stream.error !== undefined || keptNone(stream)) ? 1 : undefined

/** Rows were read, and every one of them is in quarantine. */
const keptNone = ({ read, changed, unchanged, quarantined }: SyncReport['streams'][number]): boolean =>
  read > 0 && quarantined > 0 && changed + unchanged === 0

export const reportLines = (report: SyncReport): string[] => [
  ...table([
    ['stream', 'read', 'changed', 'unchanged', 'quarantined'],
    ...report.streams.map(s => [s.name, s.read, s.changed, s.unchanged, s.quarantined]),
  ]),
  ...report.streams.flatMap(({ name, gone }) => (gone === undefined ? [] : [`${name}: ${gone} gone at the source`])),
  ...report.streams.flatMap(({ name, leftOut }) =>
    leftOut === undefined
      ? []
      : [`${name}: ${leftOut} ${leftOut === 1 ? 'row' : 'rows'} left out by the conditions of the mapping`],
  ),
  ...report.streams.flatMap(({ name, warning }) => (warning === undefined ? [] : [`${name}: ${warning}`])),
  ...report.streams.flatMap(({ name, error }) => (error === undefined ? [] : [`${name}: ${error}`])),
  ...report.streams.flatMap(columnLines),
  ...report.streams.filter(keptNone).map(({ name }) => `${name}: every row is quarantined, so nothing of it was kept`),
  ...(report.cancelled ? ['cancelled: what was read up to here is kept'] : []),
]

/** Reads one source, by its slug, name or number, or all of them. */
export const sync: Run = async ({ client, args, options }) => {
  const wanted = args[0]
  const sources = await client.source.list()
  const source =
    wanted === undefined
      ? undefined
      : sources.find(s => s.slug === wanted || s.name === wanted || String(s.id) === wanted)
  if (wanted !== undefined && !source) throw usage(`there is no source ${wanted}`, 'forestall call source.list')
  if (options['accept-gone'] && !source)
    throw usage('--accept-gone is for one source', 'forestall sync helpdesk --accept-gone')
  const report = await client.source.sync(source ? { sourceId: source.id, acceptGone: options['accept-gone'] } : {})
  print(options.json, report, () => reportLines(report))
  return exitOf(report)
}
