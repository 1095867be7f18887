import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

/** The import table of ARCHITECTURE.md, held against the code. */
const root = resolve(import.meta.dirname, '..')
const STAGES = ['source', 'sync', 'signal', 'issue', 'queue', 'intervention', 'outbox', 'outcome', 'measure']
const SHELL = ['main/app', 'main/window', 'main/secrets', 'main/engine-process', 'main/menu']
/** The heart of a stage: facts in, values out. */
const PURE = [
  'main/sync/csv.ts',
  'main/sync/dates.ts',
  'main/sync/json-paths.ts',
  'main/sync/guess.ts',
  'main/sync/propose.ts',
  'main/sync/build-record.ts',
  'main/sync/convert.ts',
  'main/signal/measure.ts',
  'main/signal/meter.ts',
  'main/signal/meter-dates.ts',
  'main/signal/meter-events.ts',
  'main/signal/meter-objects.ts',
  'main/signal/change.ts',
  'main/signal/figures.ts',
  'main/signal/detect.ts',
  'main/signal/anomaly.ts',
  'main/signal/anomaly-guess.ts',
  'main/signal/anomaly-order.ts',
  'main/signal/anomaly-settings.ts',
  'main/signal/cause.ts',
  'main/signal/onset.ts',
  'main/issue/predict.ts',
  'main/issue/incident.ts',
  'main/issue/fold.ts',
  'main/queue/rank.ts',
  'main/intervention/advance.ts',
  'main/intervention/preflight.ts',
  'main/intervention/quiet.ts',
  'main/intervention/approvals.ts',
  'main/intervention/autopilot.ts',
  'main/intervention/program.ts',
  'main/outbox/backoff.ts',
  'main/outcome/propose.ts',
  'main/measure/arms.ts',
  'main/measure/proportion.ts',
]
/**
 * Looking at a file before it is connected (source) and reading it afterwards (sync, in a worker) must see the same rows
 * and values, so a source may use these of sync; they touch no table.
 */
const FOR_SOURCES = [
  'record',
  'page',
  'dates',
  'json-paths',
  'read-rows',
  'stream-files',
  'guess',
  'propose',
  'build-record',
  'convert',
].map(name => `main/sync/${name}.ts`)
const INTERFACE =
  /^(react|react-dom|zustand|@tanstack\/|recharts|@mantine\/|@tabler\/|@orpc\/(client|contract|tanstack-query)|inter-ui|dayjs)/
const NODE = /^node:/

interface Import {
  file: string
  to: string
}

const files = (dir: string): string[] =>
  readdirSync(join(root, dir), { withFileTypes: true }).flatMap(entry => {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) return files(path)
    return /\.(ts|tsx)$/.test(entry.name) ? [path] : []
  })

const IMPORT =
  /(?:^|\n)\s*(?:import|export)[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(IMPORT)].map(match => {
    const to = match[1] ?? match[2] ?? match[3] ?? ''
    return { file, to: to.startsWith('.') ? relative(root, resolve(root, dirname(file), to)) : to }
  })
}

const inside = (place: string) => (to: string) => to === place || to.startsWith(`${place}/`)
const offenders = (from: string[], allowed: (to: string) => boolean): string[] =>
  from
    .flatMap(importsOf)
    .filter(({ to }) => !allowed(to))
    .map(({ file, to }) => `${file} → ${to}`)

describe('the import table', () => {
  it('shared imports itself, zod and the contract builder', () => {
    expect(offenders(files('shared'), to => inside('shared')(to) || to === 'zod' || to === '@orpc/contract')).toEqual(
      [],
    )
  })

  it('preload imports electron and shared', () => {
    expect(offenders(files('preload'), to => to === 'electron' || inside('shared')(to))).toEqual([])
  })

  it('renderer imports shared and interface libraries', () => {
    expect(
      offenders(files('renderer'), to => inside('renderer')(to) || inside('shared')(to) || INTERFACE.test(to)),
    ).toEqual([])
  })

  it('parts and charts fetch nothing and keep no state of the app', () => {
    const pieces = [...files('renderer/parts'), ...files('renderer/charts')]
    const allowed = (to: string) =>
      inside('renderer/parts')(to) ||
      inside('renderer/charts')(to) ||
      inside('shared')(to) ||
      (INTERFACE.test(to) && !/^(zustand|@orpc|@tanstack\/react-query)/.test(to))
    expect(offenders(pieces, allowed)).toEqual([])
  })

  it('cache imports better-sqlite3, shared and node', () => {
    expect(
      offenders(
        files('main/cache'),
        to =>
          inside('main/cache')(to) || inside('shared')(to) || to === 'better-sqlite3' || to === 'zod' || NODE.test(to),
      ),
    ).toEqual([])
  })

  it('http knows nothing of the product but shared words', () => {
    expect(
      offenders(
        files('main/http'),
        to => inside('main/http')(to) || inside('shared')(to) || !/^(main|renderer|resources|electron)(\/|$)/.test(to),
      ),
    ).toEqual([])
  })

  for (const stage of STAGES) {
    it(`stage ${stage} calls no other stage`, () => {
      // A source yields records; nothing else crosses.
      const allowed = (to: string) =>
        inside(`main/${stage}`)(to) ||
        inside('main/cache')(to) ||
        inside('main/http')(to) ||
        inside('shared')(to) ||
        inside('resources')(to) ||
        (stage === 'source' && FOR_SOURCES.includes(to)) ||
        (!to.startsWith('main/') && !to.startsWith('renderer/') && to !== 'electron' && !INTERFACE.test(to))
      expect(offenders(files(`main/${stage}`), allowed)).toEqual([])
    })
  }

  it('pure files import shared and each other only', () => {
    const present = PURE.filter(file => files('main').includes(file))
    expect(present.length).toBeGreaterThan(0)
    expect(offenders(present, to => inside('shared')(to) || PURE.includes(to) || to.endsWith('/record.ts'))).toEqual([])
  })

  it('only the desktop shell imports electron', () => {
    const others = files('main').filter(file => !SHELL.some(shell => file.startsWith(shell)))
    expect(others.flatMap(importsOf).filter(({ to }) => to === 'electron')).toEqual([])
  })

  it('time, ids and randomness are injected', () => {
    const allowed = ['main/engine.ts', ...files('main').filter(file => !file.slice(5).includes('/'))]
    const found = files('main')
      .filter(file => !allowed.includes(file))
      .filter(file =>
        /Date\.now\(\)|new Date\(\)|Math\.random\(\)|randomUUID\(/.test(readFileSync(join(root, file), 'utf8')),
      )
    expect(found).toEqual([])
  })
})
