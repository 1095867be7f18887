import { readJson } from '../../../shared/guard/read-json.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { type ReviewReport, reviewReportSchema } from '../../../shared/review/report.ts'
import { EMBEDDED_BEGIN, EMBEDDED_END } from './html.ts'

/** A report's file: the report, all that its data say (fields of nobody included), and the page around them. */
export interface ReadReport {
  report: ReviewReport
  data: unknown
  page: string | null
}

/** Reads a report from the text of its HTML or JSON file. */
export function readReport(text: string): Result<ReadReport> {
  const embedded = embeddedIn(text)
  const found = decoded(embedded ?? text.replace(/^\uFEFF/, ''))
  const parsed = reviewReportSchema.safeParse(found)
  if (parsed.success) return ok({ report: parsed.data, data: found, page: embedded === null ? null : text })
  const isOne = typeof found === 'object' && found !== null && 'format' in found
  if (!isOne || found.format !== 'forestall-review-report')
    return noReport('It has no data of a report.', 'Choose the HTML or JSON file that `forestall report` wrote.')
  const at = parsed.error.issues[0]?.path.join('.') || 'the top'
  return noReport(`Its data are incomplete or of another version, at ${at}.`, 'Use the file as it was written.')
}

const noReport = (why: string, todo: string): Result<never> =>
  fail('invalid', 'This file is not a report of Forestall.', why, todo)

/** The data of a page; null where the text is no page. */
function embeddedIn(text: string): string | null {
  const from = text.indexOf(EMBEDDED_BEGIN)
  if (from === -1) return null
  const begin = from + EMBEDDED_BEGIN.length
  const end = text.indexOf(EMBEDDED_END, begin)
  return end === -1 ? '' : text.slice(begin, end)
}

function decoded(text: string): unknown {
  try {
    return readJson(text)
  } catch {
    return null
  }
}
