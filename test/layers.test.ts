import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

/** The import table of ARCHITECTURE.md, held against the code. */
const root = resolve(import.meta.dirname, '..')
const STAGES = ['source', 'sync', 'signal', 'issue', 'queue', 'intervention', 'outbox', 'outcome', 'measure', 'predict']
/** The heart of a stage: facts in, values out. */
const PURE = [
  'main/record/csv.ts',
  'main/record/dates.ts',
  'main/record/json-paths.ts',
  'main/record/guess.ts',
  'main/record/propose.ts',
  'main/record/build-record.ts',
  'main/record/convert.ts',
  'main/signal/language/measure.ts',
  'main/signal/language/meter.ts',
  'main/signal/language/meter-dates.ts',
  'main/signal/language/meter-events.ts',
  'main/signal/language/meter-objects.ts',
  'main/signal/language/change.ts',
  'main/signal/language/figures.ts',
  'main/signal/language/detect.ts',
  'main/signal/language/anomaly.ts',
  'main/signal/language/anomaly-guess.ts',
  'main/signal/language/anomaly-order.ts',
  'main/signal/language/anomaly-settings.ts',
  'main/signal/language/cause.ts',
  'main/signal/language/onset.ts',
  'main/predict/predict.ts',
  'main/issue/incident/incident.ts',
  'main/issue/fold.ts',
  'main/queue/rank.ts',
  'main/intervention/run/advance.ts',
  'main/intervention/guard/preflight.ts',
  'main/intervention/guard/quiet.ts',
  'main/intervention/guard/approvals.ts',
  'main/intervention/start/autopilot.ts',
  'main/intervention/playbook/program.ts',
  'main/outbox/backoff.ts',
  'main/outcome/propose.ts',
  'main/measure/arms.ts',
  'main/measure/proportion.ts',
]
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

  it('record knows nothing of the product but shared words', () => {
    const allowed = (to: string) =>
      inside('main/record')(to) || inside('shared')(to) || !/^(main|renderer|resources|electron)(\/|$)/.test(to)
    expect(offenders(files('main/record'), allowed)).toEqual([])
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
        inside('main/record')(to) ||
        (!to.startsWith('main/') && !to.startsWith('renderer/') && to !== 'electron' && !INTERFACE.test(to))
      expect(offenders(files(`main/${stage}`), allowed)).toEqual([])
    })
  }

  it("the engine's rooms depend on each other one way only", () => {
    const rooms = ['open', 'acting', 'learning', 'sample', 'sources'].map(room => `main/engine/${room}`)
    const roomOf = (to: string) => rooms.findIndex(room => inside(room)(to))
    const within = rooms.flatMap(files).flatMap(importsOf)
    expect(within.filter(({ file, to }) => roomOf(to) > roomOf(file))).toEqual([])
  })

  it('a stage is entered by its door alone', () => {
    const stage = (to: string) => STAGES.some(name => inside(`main/${name}`)(to))
    const others = files('main').filter(file => !stage(file))
    expect(offenders(others, to => !stage(to) || to.endsWith('/door.ts'))).toEqual([])
  })

  it('pure files import shared and each other only', () => {
    // A renamed file must be renamed here too: a list that shrinks silently guards nothing.
    expect(PURE.filter(file => !files('main').includes(file))).toEqual([])
    expect(offenders(PURE, to => inside('shared')(to) || PURE.includes(to) || to === 'main/record/record.ts')).toEqual(
      [],
    )
  })

  it('only the desktop shell imports electron', () => {
    const others = files('main').filter(file => !inside('main/shell/desktop')(file))
    expect(others.flatMap(importsOf).filter(({ to }) => to === 'electron')).toEqual([])
  })

  it('a shell reaches the engine by its root and the router, and no other shell', () => {
    const root = /^main\/engine\/[^/]+$/
    const allowed = (own: string) => (to: string) =>
      inside(own)(to) ||
      inside('shared')(to) ||
      to === 'main/api/router.ts' ||
      root.test(to) ||
      !/^(main|renderer|preload)\//.test(to)
    expect(offenders(files('main/shell'), allowed('main/shell'))).toEqual([])
    expect(offenders(files('main/cli'), allowed('main/cli'))).toEqual([])
  })

  it('the router has one file for each group of the contract, of the same name', () => {
    const groups = (dir: string, others: readonly string[]) =>
      readdirSync(join(root, dir)).filter(name => name.endsWith('.ts') && !others.includes(name))
    const declared = groups('shared/contract', ['call.ts', 'contract.ts'])
    expect(groups('main/api', ['context.ts', 'router.ts'])).toEqual(declared)
  })

  it('what a screen is shown is built from the cache, without the router', () => {
    const allowed = (to: string) => !to.startsWith('main/api/') || inside('main/api/view')(to)
    expect(offenders(files('main/api/view'), to => allowed(to) && !to.startsWith('@orpc'))).toEqual([])
  })

  it('time, ids and randomness are injected', () => {
    const allowed = ['main/engine/engine.ts', 'main/cli/cli.ts', ...files('main/shell')]
    const found = files('main')
      .filter(file => !allowed.includes(file))
      .filter(file =>
        /Date\.now\(\)|new Date\(\)|Math\.random\(\)|randomUUID\(/.test(readFileSync(join(root, file), 'utf8')),
      )
    expect(found).toEqual([])
  })
})
