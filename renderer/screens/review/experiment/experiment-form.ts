import {
  type Better,
  EVENTS_PREFIX,
  type ExperimentAskInput,
  type MetricKind,
} from '../../../../shared/experiment/ask.ts'
import type { InspectedFile } from '../../../../shared/model/source.ts'
import type { Answers } from '../../../../shared/source/cell-format.ts'
import type { TriggerWords } from '../../../../shared/trigger/backtest.ts'
import { type FormLack, firstLack } from '../../../parts/form.tsx'

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
  if (from === null || lackOfForm(form) !== null) return null
  const metrics = form.metrics.filter(({ column }) => column !== '').map(metricOfForm)
  const planned = Object.entries(form.planned).flatMap(([arm, text]) => {
    const share = shareOf(text)
    return share === null ? [] : [[arm, share]]
  })
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

/** A planned share, `0.6`, `0,6` or `60 %`; null where the text is none. */
function shareOf(text: string): number | null {
  const share = Number(text.trim().replace(/\s*%$/, '').replace(',', '.'))
  return share > 0 && Number.isFinite(share) ? share : null
}

/** What a form still lacks, for the person who wants to analyse it; null where it can be asked. */
export function lackOfForm({ from, file, since, until, arm, planned, metrics }: ExperimentForm): FormLack | null {
  const unread = Object.entries(planned).find(([, text]) => text.trim() !== '' && shareOf(text) === null)
  return firstLack(
    from === 'file' && file === null && { say: 'Choose a file first', field: 'path' },
    from === 'accounts' && since === '' && { say: 'Say first when the experiment began', field: 'since' },
    from === 'accounts' &&
      until !== '' &&
      until <= since && { say: 'The experiment ends before it begins. Correct one of the days', field: 'until' },
    arm === '' && { say: 'Choose the column of the arm first', field: 'arm' },
    // Read as nothing it would be an equal share, and the assignment would look wrong.
    unread && {
      say: `The planned share of ${unread[0]} is a number above 0, such as 50`,
      field: `planned ${unread[0]}`,
    },
    metrics.every(({ column }) => column === '') && { say: 'Choose a column to compare first', field: 'metric' },
  )
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
