import { unwrap } from '../../../shared/result.ts'
import { gatherReport, writeReport } from '../../engine/crash-report.ts'
import { print, table } from '../print.ts'
import type { MachineAsked } from './machine-asked.ts'

/** Lists what a crash report would hold; writes it where `--out` names a folder. */
export function crashReport(userData: string, { options, wall }: MachineAsked): number {
  const at = wall()
  const report = gatherReport(userData, options['with-dumps'], at)
  const files = report.files.map(({ name, bytes }) => ({ name, bytes }))
  const folder = options.out === undefined ? null : unwrap(writeReport(report, options.out, at))
  print(options.json, { files, leftOut: report.leftOut, folder }, () => [
    ...table(files.map(({ name, bytes }) => [name, bytes, 'bytes'])),
    ...(report.leftOut > 0
      ? [`Memory dumps left out: ${report.leftOut}. They may hold personal data; --with-dumps includes them.`]
      : []),
    ...(options['with-dumps'] ? ['Memory dumps may hold personal data: give them only to people who may see it.'] : []),
    folder === null ? 'Nothing was written. Name a folder with --out to write it.' : `Written to ${folder}.`,
  ])
  return 0
}
