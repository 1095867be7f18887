import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { z } from 'zod'
import type { Found } from './ceilings.ts'

const KNIP = join(import.meta.dirname, '../../../node_modules/knip/bin/knip.js')

const named = z.array(z.object({ name: z.string() }))
const reportSchema = z.object({
  issues: z.array(
    z.object({ file: z.string(), files: named, exports: named, nsExports: named, types: named, nsTypes: named }),
  ),
})

/** Files with exports that no other file uses, and files that nothing reaches, as knip finds them (`knip.json`). */
export function unusedExports(root: string): Found[] {
  const kinds = ['--include', 'files,exports,nsExports,types,nsTypes']
  const options = ['--reporter', 'json', '--no-exit-code', '--no-progress', '--no-config-hints']
  const answer = execFileSync(process.execPath, [KNIP, ...kinds, ...options], { cwd: root, encoding: 'utf8' })
  const found = reportSchema.parse(JSON.parse(answer)).issues.map(({ file, files, ...exported }) => {
    const names = Object.values(exported).flatMap(list => list.map(({ name }) => name))
    const what = files.length > 0 ? 'the whole file' : names.join(', ')
    return { place: file, count: files.length + names.length, what }
  })
  return found.sort((a, b) => a.place.localeCompare(b.place))
}
