import { resolve } from 'node:path'
import {
  BETTER,
  type ExperimentAsk,
  type ExperimentAskInput,
  experimentAskSchema,
  METRIC_KINDS,
} from '../../../shared/experiment/ask.ts'
import { isCurrency } from '../../../shared/money.ts'
import { type Invocation, type Run, usage } from '../command.ts'
import { print } from '../print.ts'
import { experimentLines } from './experiment-lines.ts'

const EXAMPLE = 'forestall analyse data.csv --arm group --metric contacted --unit customer_id'

/** Judges an experiment from a file, or from accounts of the workspace. Exit code 1 where the assignment is not sound. */
export const analyse: Run = async ({ client, args, options }) => {
  const found = await client.measure.analyse(experimentAskOf(args, options))
  print(options.json, found, () => (found ? experimentLines(found) : ['Cancelled.']))
  return found === null || found.problems.length > 0 ? 1 : 0
}

type Options = Invocation['options']

/** What the words of the command ask for. */
export function experimentAskOf(args: readonly string[], options: Options): ExperimentAsk {
  if (options.arm === undefined) throw usage('--arm is missing: the column that says which arm a unit was in', EXAMPLE)
  const metrics = (options.metric ?? []).map(metricOf)
  if (metrics.length === 0) throw usage('--metric is missing: the column that is compared', EXAMPLE)
  for (const [name, pre] of namedBy(options.pre, metrics, '--pre')) metricNamed(metrics, name, '--pre').pre = pre
  for (const [name, better] of namedBy(options.better, metrics, '--better')) {
    const known = BETTER.find(one => one === better)
    if (!known) throw usage(`--better has no value “${better}”`, `${EXAMPLE} --better lower`)
    metricNamed(metrics, name, '--better').better = known
  }
  const asked: ExperimentAskInput = {
    from: fromOf(args, options),
    arm: options.arm,
    metrics,
    despite: options.despite,
    ...(options.unit !== undefined && { unit: options.unit }),
    ...(options.control !== undefined && { control: options.control }),
    ...(options.planned !== undefined && { planned: plannedOf(options.planned) }),
  }
  const parsed = experimentAskSchema.safeParse(asked)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw usage(`${issue?.path.join('.') ?? 'an option'}: ${issue?.message ?? 'invalid'}`, EXAMPLE)
}

type AskedMetric = ExperimentAskInput['metrics'][number]

/** `contacted`, `orders=number`, `revenue=EUR`; what follows the last equals sign counts only where it is known. */
function metricOf(text: string): AskedMetric {
  const [column, after] = cutAtLast(text)
  const kind = METRIC_KINDS.find(known => known === after)
  if (kind !== undefined) return { column, kind }
  return after !== null && isCurrency(after) ? { column, kind: 'money', currency: after } : { column: text }
}

function cutAtLast(text: string): [string, string | null] {
  const at = text.lastIndexOf('=')
  return at === -1 ? [text, null] : [text.slice(0, at), text.slice(at + 1)]
}

/** `VALUE` of the only metric, or `METRIC=VALUE`. */
function namedBy(texts: readonly string[] | undefined, metrics: readonly AskedMetric[], option: string) {
  return (texts ?? []).map((text): [string, string] => {
    const [name, value] = cutAtLast(text)
    if (value !== null && metrics.some(({ column }) => column === name)) return [name, value]
    const [only, second] = metrics
    if (only && !second) return [only.column, text]
    throw usage(`${option} does not say which metric it is about`, `${option} contacted=${text}`)
  })
}

function metricNamed(metrics: readonly AskedMetric[], name: string, option: string): AskedMetric {
  const metric = metrics.find(({ column }) => column === name)
  if (!metric) throw usage(`${option} names no metric “${name}”`, EXAMPLE)
  return metric
}

function fromOf([path, more]: readonly string[], options: Options): ExperimentAskInput['from'] {
  if (more !== undefined) throw usage('analyse takes one file', EXAMPLE)
  if (path !== undefined) {
    const { decimal, header } = options
    const answers = {
      ...(decimal !== undefined && { decimal: decimal as 'comma' | 'point' }),
      ...(options.encoding !== undefined && { encoding: options.encoding as 'windows-1252' }),
      ...(header !== undefined && { header: Number(header) }),
    }
    return { kind: 'file', path: resolve(path), answers }
  }
  if (options.since === undefined)
    throw usage(
      'neither a file nor --since is given',
      'forestall analyse --since 2024-05-01 --arm campaign --metric events:login',
    )
  const until = options.until === undefined ? {} : { until: dayOf(options.until, '--until') }
  return { kind: 'accounts', since: dayOf(options.since, '--since'), ...until }
}

/** A day that an option names, UTC ms. */
export function dayOf(text: string, option: string): number {
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) throw usage(`${option} is no date`, `${option} 2024-05-01`)
  return at
}

/** `A=90,B=10`. */
function plannedOf(text: string): Record<string, number> {
  const parts = text.split(',').map(part => cutAtLast(part.trim()))
  if (parts.some(([, share]) => share === null || !(Number(share) > 0)))
    throw usage('--planned is not a list of arms with their shares', '--planned control=10,mail=90')
  return Object.fromEntries(parts.map(([name, share]) => [name, Number(share)]))
}
