import { resolve } from 'node:path'
import { type PredictTableAsk, tableAskSchema } from '../../../shared/predict/table-ask.ts'
import { type Invocation, type Run, usage } from '../command.ts'
import { print } from '../print.ts'
import { tableReportLines } from './table-lines.ts'

const EXAMPLE = 'forestall evaluate-table data.csv --label churned'

/** Judges how well a column of a file can be predicted. Exit code 1 where nothing usable was found. */
export const evaluateTable: Run = async ({ client, args, options }) => {
  const report = await client.model.evaluate(tableAskOf(args, options))
  print(options.json, report, () => (report ? tableReportLines(report) : ['Cancelled.']))
  return report?.signal === 'found' ? 0 : 1
}

/** What the words of the command ask for. */
export function tableAskOf([first, more]: readonly string[], options: Invocation['options']): PredictTableAsk {
  const file = first ?? options.file
  if (file === undefined) throw usage('no file is given', EXAMPLE)
  if (more !== undefined) throw usage('evaluate-table takes one file', EXAMPLE)
  if (options.label === undefined) throw usage('--label is missing: the column that is to be predicted', EXAMPLE)
  const { label, positive, time, group, without, folds, seed, decimal, currency, encoding, header } = options
  const answers = {
    ...(decimal !== undefined && { decimal }),
    ...(currency !== undefined && { currency }),
    ...(encoding !== undefined && { encoding }),
    ...(header !== undefined && { header: Number(header) }),
    ...(options['date-order'] !== undefined && { dateOrder: options['date-order'] }),
  }
  const parsed = tableAskSchema.safeParse({
    ...{ file: resolve(file), label, answers },
    ...(positive !== undefined && { positive }),
    ...(time !== undefined && { time }),
    ...(group !== undefined && { group }),
    ...(without !== undefined && { without }),
    ...(folds !== undefined && { folds: Number(folds) }),
    ...(seed !== undefined && { seed: Number(seed) }),
  })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw usage(`${issue?.path.join('.') ?? 'an option'}: ${issue?.message ?? 'invalid'}`, EXAMPLE)
}
