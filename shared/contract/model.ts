import { tableAskSchema } from '../predict/table-ask.ts'
import { tableReportSchema } from '../predict/table-report.ts'
import { call } from './call.ts'

export const model = {
  evaluate: call('judge how well a column of a file can be predicted from the others; null when it was cancelled')
    .input(tableAskSchema)
    .output(tableReportSchema.nullable()),
}
