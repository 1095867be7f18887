import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { STAGES } from './helpers/imports.ts'

/** The import table of ARCHITECTURE.md, held against the code. */
const root = resolve(import.meta.dirname, '..')
/** The heart of a stage: facts in, values out. */
const PURE = [
  'main/record/csv.ts',
  'main/record/dates.ts',
  'main/record/json-paths.ts',
  'main/record/guess.ts',
  'main/record/propose.ts',
  'main/record/proposal/column-picker.ts',
  'main/record/proposal/consent.ts',
  'main/record/proposal/headed.ts',
  'main/record/proposal/moments.ts',
  'main/record/proposal/money.ts',
  'main/record/proposal/notes.ts',
  'main/record/proposal/who.ts',
  'main/record/scan/currency-name.ts',
  'main/record/scan/header-words.ts',
  'main/record/scan/time-words.ts',
  'main/record/cells/booleans.ts',
  'main/record/build-record.ts',
  'main/sync/identity/rules.ts',
  'main/record/cells/blanks.ts',
  'main/record/cells/digits.ts',
  'main/record/cells/garbled.ts',
  'main/record/cells/usual-date.ts',
  'main/record/cells/months.ts',
  'main/record/cells/numbers.ts',
  'main/record/cells/parse-cell.ts',
  'main/record/cells/tally.ts',
  'main/record/cells/written-date.ts',
  'main/record/scan/cell-shapes.ts',
  'main/record/scan/column-scan.ts',
  'main/record/scan/contradiction.ts',
  'main/record/scan/first-lines.ts',
  'main/record/scan/leaves.ts',
  'main/record/scan/question.ts',
  'main/record/scan/report.ts',
  'main/record/scan/settle.ts',
  'main/record/scan/settle-decimal.ts',
  'main/record/scan/settle-order.ts',
  'main/record/scan/snake.ts',
  'main/signal/meter/rows.ts',
  'main/signal/meter/related.ts',
  'main/signal/meter/meter.ts',
  'main/signal/meter/amounts.ts',
  'main/signal/meter/dates.ts',
  'main/signal/meter/events.ts',
  'main/signal/meter/objects.ts',
  'main/signal/language/change.ts',
  'main/signal/language/figures.ts',
  'main/signal/language/detect.ts',
  'main/signal/language/supply.ts',
  'main/signal/language/missed.ts',
  'main/signal/meter/anomaly.ts',
  'main/signal/meter/anomaly-guess.ts',
  'main/signal/meter/anomaly-order.ts',
  'main/signal/meter/anomaly-settings.ts',
  'main/signal/meter/anomaly-shift.ts',
  'main/signal/language/cause.ts',
  'main/signal/language/onset.ts',
  'main/issue/incident/contacts.ts',
  'main/predict/predict.ts',
  'main/predict/topics/ticket-words.ts',
  'main/predict/topics/tf-idf.ts',
  'main/predict/topics/separate.ts',
  'main/predict/topics/sureness.ts',
  'main/predict/topics/topic-folds.ts',
  'main/predict/topics/topic-model.ts',
  'main/predict/topics/topic-card.ts',
  'main/predict/topics/topic-proposals.ts',
  'main/predict/topics/tell.ts',
  'main/privacy/known-by.ts',
  'main/privacy/places/acted.ts',
  'main/privacy/places/beside.ts',
  'main/privacy/places/found.ts',
  'main/privacy/places/place.ts',
  'main/privacy/places/places.ts',
  'main/privacy/places/sourced.ts',
  'main/issue/incident/incident.ts',
  'main/issue/fold/prediction.ts',
  'main/issue/fold/stake.ts',
  'main/issue/life/age.ts',
  'main/queue/rank.ts',
  'main/search/best-hits.ts',
  'main/intervention/run/advance.ts',
  'main/intervention/guard/preflight.ts',
  'main/intervention/guard/quiet.ts',
  'main/intervention/guard/approvals.ts',
  'main/intervention/start/autopilot.ts',
  'main/intervention/playbook/program.ts',
  'main/outbox/backoff.ts',
  'main/outcome/propose.ts',
  'main/measure/proportion.ts',
  'main/measure/estimate/cuped.ts',
  'main/measure/estimate/moments.ts',
  'main/record/left-out.ts',
  'main/measure/experiment/sentence.ts',
  'main/measure/experiment/unit-table.ts',
  'main/signal/measures/age.ts',
  'main/signal/measures/anomaly.ts',
  'main/signal/measures/attribute.ts',
  'main/signal/measures/computed.ts',
  'main/signal/measures/count.ts',
  'main/signal/measures/days.ts',
  'main/signal/measures/last.ts',
  'main/signal/measures/late.ts',
  'main/signal/measures/max.ts',
  'main/signal/measures/measures.ts',
  'main/signal/measures/novel.ts',
  'main/signal/measures/objects.ts',
  'main/signal/measures/rate.ts',
  'main/signal/measures/ratio.ts',
  'main/signal/measures/since.ts',
  'main/signal/measures/stored.ts',
  'main/signal/measures/sum.ts',
  'main/signal/measures/until.ts',
  'main/signal/life/life-curve.ts',
  'main/signal/life/coverage.ts',
  'main/signal/backtest/history.ts',
  'main/signal/backtest/replay.ts',
  'main/signal/backtest/runs.ts',
  'main/signal/warehouse/events.ts',
  'main/signal/warehouse/objects.ts',
  'main/signal/warehouse/attributes.ts',
  'main/signal/warehouse/money.ts',
  'main/signal/warehouse/rows.ts',
  'main/signal/warehouse/sql.ts',
  'main/signal/warehouse/layout.ts',
  'main/signal/warehouse/mapping.ts',
  'main/signal/warehouse/usual.ts',
]
/** Rooms in which every file is pure. */
const PURE_ROOMS = ['main/predict/learn']
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

/** Files that lie on circles or between them: all others go when those that import nothing, or that nothing imports, go first. */
function circlesOf(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const left = new Map([...imports].map(([file, to]) => [file, new Set(to.filter(one => imports.has(one)))]))
  for (let before = -1; before !== left.size; ) {
    before = left.size
    const imported = new Set([...left.values()].flatMap(to => [...to]))
    for (const [file, to] of left) if (to.size === 0 || !imported.has(file)) left.delete(file)
    for (const to of left.values()) for (const one of to) if (!left.has(one)) to.delete(one)
  }
  return [...left].map(([file, to]) => `${file} → ${[...to].join(', ')}`)
}

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

  it('a screen imports no other screen', () => {
    const screenOf = (path: string) => /^renderer\/screens\/([^/]+)\//.exec(path)?.[1]
    const others = files('renderer/screens')
      .flatMap(importsOf)
      .filter(({ file, to }) => screenOf(to) !== undefined && screenOf(to) !== screenOf(file))
    expect(others).toEqual([])
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

  it('only the guarded template engine makes one', () => {
    const makers = files('main').filter(file =>
      /import [^\n]*\bLiquid\b(?![^\n]*import type)/.test(
        readFileSync(join(root, file), 'utf8').replace(/import type [^\n]*/g, ''),
      ),
    )
    expect(makers).toEqual(['main/template/liquid.ts'])
  })

  it('a pattern from outside is read by RE2, an expression by the interpreter that counts', () => {
    // These put their own text together, of words that are ours or escaped.
    const own = [
      'main/intervention/playbook/check.ts',
      'main/record/cells/numbers.ts',
      'main/record/cells/written-date.ts',
      'main/record/csv.ts',
      'main/record/propose.ts',
      'main/record/proposal/moments.ts',
      'main/record/proposal/who.ts',
      'shared/host.ts',
      'shared/source/time-format.ts',
    ]
    const having = (text: RegExp) =>
      [...files('main'), ...files('shared')].filter(file => text.test(readFileSync(join(root, file), 'utf8')))
    expect(having(/new RegExp\(/).filter(file => !own.includes(file))).toEqual([])
    expect(having(/@jmespath-community/)).toEqual(['main/record/mapping/guarded-jmespath.ts'])
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
        inside('main/template')(to) ||
        (!to.startsWith('main/') && !to.startsWith('renderer/') && to !== 'electron' && !INTERFACE.test(to))
      expect(offenders(files(`main/${stage}`), allowed)).toEqual([])
    })
  }

  it("the engine's rooms depend on each other one way only", () => {
    const rooms = ['open', 'acting', 'learning', 'sample', 'sources', 'privacy'].map(room => `main/engine/${room}`)
    const roomOf = (to: string) => rooms.findIndex(room => inside(room)(to))
    const within = rooms.flatMap(files).flatMap(importsOf)
    expect(within.filter(({ file, to }) => roomOf(to) > roomOf(file))).toEqual([])
  })

  it('a stage is entered by its door alone', () => {
    const stage = (to: string) => STAGES.some(name => inside(`main/${name}`)(to))
    const others = files('main').filter(file => !stage(file))
    expect(offenders(others, to => !stage(to) || to.endsWith('/door.ts'))).toEqual([])
  })

  it("intervention's arrows run one way", () => {
    const rooms = ['playbook', 'guard', 'message', 'run', 'start']
    const roomOf = (to: string) => rooms.findIndex(room => inside(`main/intervention/${room}`)(to))
    const backwards = files('main/intervention')
      .flatMap(importsOf)
      .filter(({ file, to }) => roomOf(file) >= 0 && inside('main/intervention')(to))
      .filter(({ file, to }) => roomOf(to) < 0 || roomOf(to) > roomOf(file))
    expect(backwards).toEqual([])
  })

  it('pure files import shared and each other only', () => {
    // A renamed file must be renamed here too: a list that shrinks silently guards nothing.
    expect(PURE.filter(file => !files('main').includes(file))).toEqual([])
    const pure = [...PURE, ...PURE_ROOMS.flatMap(files)]
    expect(
      offenders(
        pure,
        to => inside('shared')(to) || pure.includes(to) || to === 'zod' || to === 'main/record/record.ts',
      ),
    ).toEqual([])
  })

  it('no imports run in a circle, those of types alone included', () => {
    const all = ['main', 'renderer', 'shared', 'preload'].flatMap(files)
    expect(circlesOf(new Map(all.map(file => [file, importsOf(file).map(({ to }) => to)])))).toEqual([])
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
    const declared = groups('shared/contract', ['call.ts'])
    expect(groups('main/api', ['router.ts'])).toEqual(declared)
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
