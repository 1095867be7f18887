import {
  type Better,
  EVENTS_PREFIX,
  type ExperimentAskInput,
  type MetricKind,
} from '../../../../shared/experiment/ask.ts'
import type { InspectedFile } from '../../../../shared/model/source.ts'
import type { Answers } from '../../../../shared/source/cell-format.ts'
import type { TriggerWords } from '../../../../shared/trigger/backtest.ts'

/** A column that may be chosen, with a few of its values. */
export interface FormColumn {
  name: string
  type: string
  samples: readonly string[]
}

/** One metric of the form; empty text where nothing is chosen. */
export interface FormMetric {
  /** Its own for as long as the form is open. */
  id: number
  column: string
  kind: MetricKind | ''
  currency: string
  pre: string
  better: Better | ''
}

/** The form of an experiment as it is filled in. */
export interface ExperimentForm {
  from: 'file' | 'accounts'
  path: string
  file: Pick<InspectedFile, 'path' | 'columns' | 'questions' | 'total'> | null
  answers: Answers
  /** `2024-05-01`. */
  since: string
  until: string
  arm: string
  unit: string
  control: string
  planned: Record<string, string>
  metrics: FormMetric[]
}

/** Nothing chosen yet; `others` are on the form already. */
export const aFormMetric = (others: readonly FormMetric[] = []): FormMetric => ({
  ...{ id: Math.max(0, ...others.map(({ id }) => id)) + 1, column: '', kind: '', currency: '', pre: '', better: '' },
})

export const emptyExperiment = (): ExperimentForm => ({
  from: 'file',
  path: '',
  file: null,
  answers: {},
  since: '',
  until: '',
  arm: '',
  unit: '',
  control: '',
  planned: {},
  metrics: [aFormMetric()],
})

const ARM_NAMES = /(^|[\s_.-])(arm|group|variant|variation|treatment|bucket|cohort|campaign)s?$/i
const UNIT_NAMES = /(^|[\s_.-]|[a-z])(id|key|uuid)$|^(customer|account|user|unit|contact)$/i

/** The form for a file that has just been looked at: columns are proposed by their names. */
export function proposedForm(file: NonNullable<ExperimentForm['file']>): Partial<ExperimentForm> {
  const named = (names: RegExp) => file.columns.find(({ name }) => names.test(name))?.name ?? ''
  return { file, arm: named(ARM_NAMES), unit: named(UNIT_NAMES), control: '', planned: {}, metrics: [aFormMetric()] }
}

/** What may be chosen among accounts: attributes, whether they churned, and how many events they had. */
export function accountColumns({ attributes, events }: TriggerWords): FormColumn[] {
  const own = attributes.filter(name => !['mrr_minor', 'currency', 'time_zone'].includes(name))
  const names = [...own, 'mrr', 'churned', ...events.map(({ kind }) => `${EVENTS_PREFIX}${kind}`)]
  return names.map(name => ({ name, type: '', samples: [] }))
}

const dayOf = (text: string): number => Date.parse(`${text}T00:00:00Z`)

/** What the form asks; null while something is missing. */
export function askOfForm(form: ExperimentForm, despite: boolean): ExperimentAskInput | null {
  const from = fromOfForm(form)
  const metrics = form.metrics.filter(({ column }) => column !== '').map(metricOfForm)
  if (from === null || form.arm === '' || metrics.length === 0) return null
  const planned = Object.entries(form.planned).flatMap(([arm, share]) =>
    Number(share) > 0 ? [[arm, Number(share)]] : [],
  )
  return {
    from,
    arm: form.arm,
    metrics,
    despite,
    ...(form.from === 'file' && form.unit !== '' && { unit: form.unit }),
    ...(form.control !== '' && { control: form.control }),
    ...(planned.length > 0 && { planned: Object.fromEntries(planned) }),
  }
}

/** What a form that asks nothing yet still lacks, for the person who wants to analyse it. */
export function lackOfForm(form: ExperimentForm): string {
  if (form.from === 'file' && form.file === null) return 'Choose a file first'
  if (form.from === 'accounts' && form.since === '') return 'Say first when the experiment began'
  return form.arm === '' ? 'Choose the column of the arm first' : 'Choose a column to compare first'
}

function fromOfForm({ from, file, answers, since, until }: ExperimentForm): ExperimentAskInput['from'] | null {
  if (from === 'file') return file && { kind: 'file', path: file.path, answers }
  if (since === '') return null
  return { kind: 'accounts', since: dayOf(since), ...(until !== '' && { until: dayOf(until) }) }
}

const metricOfForm = ({ column, kind, currency, pre, better }: FormMetric): ExperimentAskInput['metrics'][number] => ({
  column,
  ...(kind !== '' && { kind }),
  ...(kind === 'money' && currency !== '' && { currency }),
  ...(pre !== '' && { pre }),
  ...(better !== '' && { better }),
})
