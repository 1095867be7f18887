import { resolve } from 'node:path'
import { folders } from '../../helpers/house/measures.ts'
import { circles, doorViolations, readImports } from '../../helpers/imports.ts'
import { HEARTS } from '../../mutants/hearts.ts'
import { readKept } from '../../mutants/kept.ts'
import { reportOf } from '../../mutants/report.ts'
import { type BenchOptions, beside, type Line, rounded, type Suite, wanted } from '../figure.ts'
import { readReport } from './report.ts'
import { keptSeconds, reads, seconds, thenSeconds } from './reports.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
/** Seconds that `npm test` took before its tests were made faster. */
const SECONDS_BEFORE = 603

/** How the code is built, how much its tests notice, and how long they take. `--quick` runs no other command. */
export const houseSuite: Suite = {
  name: 'house',
  async *run(options) {
    const asked = (...figures: string[]) => figures.some(figure => wanted(options, figure))
    if (asked('files.largest_folder')) yield folderFigure()
    yield* importFigures().filter(({ figure }) => asked(figure))
    if (asked('reads.undeclared')) yield readsFigure(options)
    if (asked('mutants.tried', 'mutants.surviving_share')) yield* mutantFigures().filter(one => asked(one.figure))
    if (asked('test.seconds')) yield secondsFigure('test.seconds', 'seconds')
    if (asked('test.seconds.then')) yield secondsFigure('test.seconds.then', 'early')
  },
}

function folderFigure(): Line {
  const [fullest, ...others] = ['main', 'renderer', 'shared']
    .flatMap(place => folders(ROOT, place))
    .sort((a, b) => b.count - a.count)
  if (!fullest) throw new Error('there is no code here')
  const next = others.slice(0, 3).map(({ place, count }) => `${place} ${count}`)
  const note = `${fullest.place}; then ${next.join(', ')}; migrations not counted`
  return { figure: 'files.largest_folder', value: fullest.count, unit: 'files', note }
}

function importFigures(): Line[] {
  const imports = readImports(ROOT)
  const found = circles(imports)
  const violations = doorViolations(imports)
  const upwards = imports.filter(({ file, to }) => file.startsWith('main/source/') && to.startsWith('main/sync/'))
  const places = (list: readonly string[]) => (list.length > 0 ? { note: list.slice(0, 5).join('; ') } : {})
  const arrow = ({ file, to }: { file: string; to: string }) => `${file} → ${to}`
  return [
    { figure: 'circles', value: found.length, unit: 'circles', ...places(found.map(files => files.join(' ⇄ '))) },
    { figure: 'doors.violations', value: violations.length, unit: 'imports', ...places(violations.map(arrow)) },
    { figure: 'source_to_sync.imports', value: upwards.length, unit: 'imports', ...places(upwards.map(arrow)) },
  ]
}

function readsFigure({ quick }: BenchOptions): Line {
  const [figure, unit] = ['reads.undeclared', 'reads']
  const report = readReport(ROOT, reads, !quick)
  if ('why' in report) return { figure, value: null, unit, note: report.why }
  const { calls, undeclared } = report.found
  return { figure, value: undeclared, unit, note: `${calls} calls traced` }
}

/** From what `npm run mutants` has kept: a whole run takes most of an hour. */
function mutantFigures(): Line[] {
  const { tried, hearts, surviving, stale } = reportOf(HEARTS, readKept())
  const explained = surviving.filter(({ why }) => why !== null).length
  const old = `${stale.length} of ${HEARTS.length} changed since they were tried, or never tried`
  return [
    { figure: 'mutants.tried', unit: 'mutants', value: tried, note: `${hearts} hearts; ${old}` },
    {
      figure: 'mutants.surviving_share',
      unit: 'share',
      value: tried === 0 ? null : rounded(surviving.length / tried),
      note: `${surviving.length} of ${tried}, ${explained} with a stated reason`,
    },
  ]
}

/** Never runs the tests: they take minutes, and beside a benchmark they would take longer than they do. */
function secondsFigure(figure: string, which: 'seconds' | 'early'): Line {
  const report = readReport(ROOT, which === 'early' ? thenSeconds : seconds, false)
  const found = 'why' in report ? keptSeconds(ROOT, which) : report.found
  if (found === null) return { figure, value: null, unit: 's', note: 'why' in report ? report.why : '' }
  const { unit, e2e, total, processor, commit } = found
  const cpu = processor === null ? '' : `, ${processor} s of the processor`
  const when = commit === undefined ? '' : `; kept, as of commit ${commit}`
  const note = `unit ${unit}, end to end ${e2e}${cpu}${when}`
  return { figure, unit: 's', ...beside(total, 'before', SECONDS_BEFORE), note }
}
