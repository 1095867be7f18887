import { readFile, writeFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import type { Period } from '../../../shared/period.ts'
import { FailureError } from '../../../shared/result.ts'
import { REPORT_FORMATS, type ReportCheck } from '../../../shared/review/report.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { type Client, type Invocation, type Run, usage } from '../command.ts'
import { print, table } from '../print.ts'
import { dayOf } from './analyse.ts'

const EXAMPLE = 'forestall report --days 90 --out review.html'
const VERIFY = 'forestall verify-report review.html'

/** `forestall report [--days N | --since DATE --until DATE] [--out FILE] [--names]`: the review as one file. */
export const report: Run = async ({ client, options }) => {
  const path = resolve(options.out ?? 'forestall-review.html')
  const format = REPORT_FORMATS.find(known => `.${known}` === extname(path).toLowerCase())
  if (!format) throw usage('--out ends in none of .html, .json and .csv', EXAMPLE)
  const names = options.names ?? false
  const text = await client.review.report({ ...(await periodOf(client, options)), format, names })
  await writeFile(path, text, { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    throw notWritten(path, error.code)
  })
  const named = names ? 'It names accounts and people.' : 'Accounts and people are pseudonyms in it.'
  print(options.json, { path, format, names }, () => [`${path}: written. ${named}`])
  return undefined
}

/** `forestall verify-report FILE`: 1 where the file was altered, belongs elsewhere, or a figure differs. */
export const verifyReportFile: Run = async ({ client, args, options }) => {
  const [path, more] = args
  if (path === undefined || more !== undefined) throw usage('verify-report takes one file', VERIFY)
  const text = await readFile(resolve(path), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw notRead(path, error.code)
  })
  const check = await client.review.verifyReport({ text })
  print(options.json, check, () => checkLines(check))
  return check.agrees ? 0 : 1
}

async function periodOf(client: Client, { days, since, until }: Invocation['options']): Promise<Period> {
  if (days !== undefined && (since !== undefined || until !== undefined))
    throw usage('--days and --since or --until exclude each other', EXAMPLE)
  if (days !== undefined) {
    if (!(Number(days) > 0)) throw usage('--days is not a number of days', EXAMPLE)
    const { now } = await client.workspace.info()
    return { from: Math.round(now - Number(days) * DAY), to: now }
  }
  return {
    ...(since !== undefined && { from: dayOf(since, '--since') }),
    ...(until !== undefined && { to: dayOf(until, '--until') }),
  }
}

/** A verification for a terminal: figure by figure, then what changed, then the conclusion. */
function checkLines({ belongs, altered, agrees, tolerance, figures, changes }: ReportCheck): string[] {
  const rows = figures.map(({ figure, values, verdict, differing }) => [figure, verdict, values, differing])
  const examples = figures.flatMap(({ examples: found }) => found)
  return [
    ...(rows.length === 0 ? [] : table([['figure', '', 'values', 'differing'], ...rows])),
    ...examples.map(({ at, reported, recomputed }) => `  ${at}: ${reported} in the report, ${recomputed} recomputed`),
    ...changes,
    ...(figures.some(({ verdict }) => verdict === 'snapshot')
      ? ['A snapshot describes the queue at the moment of the report, so it may differ later.']
      : []),
    ...(altered === true ? ['The file was altered after it was written.'] : []),
    ...(agrees ? [`The report agrees with the workspace (relative tolerance ${tolerance}).`] : []),
    ...(belongs && !agrees ? ['The report does not agree with the workspace.'] : []),
  ]
}

const notWritten = (path: string, code: string | undefined) =>
  new FailureError({
    kind: code === 'EEXIST' ? 'conflict' : 'io',
    what: `The report was not written to ${path}.`,
    why: code === 'EEXIST' ? 'A file of that name exists.' : `The system reports ${code ?? 'an error'}.`,
    todo: 'Name another file with --out.',
  })

const notRead = (path: string, code: string | undefined) =>
  new FailureError({
    kind: code === 'ENOENT' ? 'not_found' : 'io',
    what: `The report ${path} was not read.`,
    why: code === 'ENOENT' ? 'There is no such file.' : `The system reports ${code ?? 'an error'}.`,
    todo: 'Check the path, then try again.',
  })
