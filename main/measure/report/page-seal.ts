import type { ReportKey } from './canonical.ts'

const END = /<p hidden id="page-seal">([0-9a-f]*)<\/p>\n<\/body><\/html>\s*$/

/** Ends a page with a keyed hash over all of it, so that a change to the tables that people read is found as well. */
export const sealedPage = (page: string, keyed: ReportKey): string =>
  `${page}<p hidden id="page-seal">${keyed.seal(page)}</p>\n</body></html>\n`

/** Whether a page is as it was written. A transfer that changes line endings changes nothing that is read. */
export function isPageIntact(text: string, keyed: ReportKey): boolean {
  const page = text.replaceAll('\r\n', '\n')
  const end = END.exec(page)
  return end !== null && keyed.seal(page.slice(0, end.index)) === end[1]
}
