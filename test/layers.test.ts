import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hiddenImports } from './helpers/hidden-imports.ts'
import { circles, doorViolations, filesOf, importsOf, PLACES, readImports, STAGES } from './helpers/imports.ts'
import { notInjected } from './helpers/not-injected.ts'

/** The import table of ARCHITECTURE.md, held against the code. */
const root = resolve(import.meta.dirname, '..')
/** The heart of a stage: facts in, values out. */
const PURE = [
  'main/record/csv.ts',
  'main/record/dates.ts',
  'main/record/json-paths.ts',
  'main/record/guess.ts',
  'main/record/propose.ts',
  'main/record/scan/heading-zone.ts',
  'main/record/proposal/column-picker.ts',
  'main/record/proposal/consent.ts',
  'main/record/proposal/event-kind.ts',
  'main/record/proposal/gone.ts',
  'main/record/proposal/headed.ts',
  'main/record/proposal/moments.ts',
  'main/record/proposal/money.ts',
  'main/record/proposal/notes.ts',
  'main/record/proposal/states.ts',
  'main/record/proposal/who.ts',
  'main/record/scan/counted-texts.ts',
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
  'main/record/cells/period.ts',
  'main/record/cells/numbers.ts',
  'main/record/cells/paid-for.ts',
  'main/record/cells/parse-cell.ts',
  'main/record/cells/tally.ts',
  'main/record/cells/written-date.ts',
  'main/record/scan/cell-shapes.ts',
  'main/record/scan/column-scan.ts',
  'main/record/scan/counted-times.ts',
  'main/record/scan/contradiction.ts',
  'main/record/scan/first-lines.ts',
  'main/record/scan/leaves.ts',
  'main/record/scan/question.ts',
  'main/record/scan/report.ts',
  'main/record/scan/settle.ts',
  'main/record/scan/settle-decimal.ts',
  'main/record/scan/doubtful-months.ts',
  'main/record/scan/settle-order.ts',
  'main/record/scan/short-years.ts',
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
  'main/outage/namings.ts',
  'main/outage/sureness.ts',
  'main/outage/phone.ts',
  'main/outage/reach.ts',
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

const imports = readImports(root)
const files = (place: string) => filesOf(root, place)
const text = (file: string) => readFileSync(join(root, file), 'utf8')
const arrow = ({ file, to }: { file: string; to: string }) => `${file} → ${to}`

const inside =
  (...places: string[]) =>
  (path: string) =>
    places.some(place => path === place || path.startsWith(`${place}/`))
const door = (to: string) => STAGES.some(stage => to === `main/${stage}/door.ts`)
/** A library, of Node or of npm, that draws nothing. */
const library = (to: string) => !inside(...PLACES, 'resources', 'test')(to) && to !== 'electron' && !INTERFACE.test(to)

const arrowsFrom = (from: (file: string) => boolean) => imports.filter(({ file }) => from(file))
/** Imports of the files that `from` names, except those that are allowed. */
const offenders = (from: (file: string) => boolean, allowed: (to: string) => boolean): string[] =>
  arrowsFrom(from)
    .filter(({ to }) => !allowed(to))
    .map(arrow)
/** An import that leads from an earlier room to a later one: `rooms` are in the order in which they may be built on. */
const backwards = (rooms: readonly string[]): string[] => {
  const roomOf = (path: string) => rooms.findIndex(room => inside(room)(path))
  return imports.filter(({ file, to }) => roomOf(file) >= 0 && roomOf(to) > roomOf(file)).map(arrow)
}

describe('the import table', () => {
  it('shared imports itself, zod and the contract builder', () => {
    expect(offenders(inside('shared'), to => inside('shared', 'zod', '@orpc/contract')(to))).toEqual([])
  })

  it('preload imports itself, electron and shared', () => {
    expect(offenders(inside('preload'), inside('preload', 'electron', 'shared'))).toEqual([])
  })

  it('renderer imports shared and interface libraries', () => {
    expect(offenders(inside('renderer'), to => inside('renderer', 'shared')(to) || INTERFACE.test(to))).toEqual([])
  })

  it('parts and charts fetch nothing and keep no state of the app', () => {
    const pieces = inside('renderer/parts', 'renderer/charts')
    const draws = (to: string) => INTERFACE.test(to) && !/^(zustand|@orpc|@tanstack\/react-query)/.test(to)
    expect(offenders(pieces, to => pieces(to) || inside('shared')(to) || draws(to))).toEqual([])
  })

  it('a screen imports no other screen', () => {
    const screenOf = (path: string) => /^renderer\/screens\/([^/]+)\//.exec(path)?.[1]
    const others = arrowsFrom(inside('renderer/screens'))
    expect(others.filter(({ file, to }) => screenOf(to) !== undefined && screenOf(to) !== screenOf(file))).toEqual([])
  })

  it('cache imports better-sqlite3, zod, shared and node', () => {
    const allowed = inside('main/cache', 'shared', 'better-sqlite3', 'zod')
    expect(offenders(inside('main/cache'), to => allowed(to) || NODE.test(to))).toEqual([])
  })

  it.each(['http', 'record', 'template'])('%s knows nothing of the product but shared words', place => {
    expect(offenders(inside(`main/${place}`), to => inside(`main/${place}`, 'shared')(to) || library(to))).toEqual([])
  })

  it('only the guarded template engine makes one', () => {
    // A type is no engine.
    const engine =
      /import (?!type)(?:\* as \w+|\{[^}]*?(?<!type )\bLiquid\b[^}]*\}) from 'liquidjs'|import\('liquidjs'\)/
    expect(files('main').filter(file => engine.test(text(file)))).toEqual(['main/template/liquid.ts'])
  })

  it('a pattern from outside is read by RE2, an expression by the interpreter that counts', () => {
    // These put their own text together, of words that are ours or escaped.
    const own = [
      'main/cache/statement/kept-plan.ts',
      'main/intervention/playbook/check.ts',
      'main/record/cells/numbers.ts',
      'main/record/cells/period.ts',
      'main/record/cells/written-date.ts',
      'main/record/csv.ts',
      'main/record/propose.ts',
      'main/record/proposal/moments.ts',
      'main/record/proposal/who.ts',
      'shared/desk/promise-words.ts',
      'shared/desk/promises.ts',
      'shared/host.ts',
      'shared/source/time-format.ts',
    ]
    const having = (pattern: RegExp) =>
      files('main')
        .concat(files('shared'))
        .filter(file => pattern.test(text(file)))
    expect(having(/\bRegExp\(/).filter(file => !own.includes(file))).toEqual([])
    expect(having(/@jmespath-community/)).toEqual(['main/record/mapping/guarded-jmespath.ts'])
  })

  it.each(STAGES)('stage %s calls no other stage', stage => {
    const below = inside(
      `main/${stage}`,
      'main/cache',
      'main/http',
      'main/record',
      'main/template',
      'shared',
      'resources',
    )
    expect(offenders(inside(`main/${stage}`), to => below(to) || library(to))).toEqual([])
  })

  it('the engine and the router stand on doors, and the engine knows no router and no shell', () => {
    const below = inside('main/engine', 'main/cache', 'main/http', 'main/record', 'shared', 'package.json')
    const engine = (to: string) => below(to) || door(to) || library(to)
    expect(offenders(inside('main/engine'), engine)).toEqual([])
    expect(offenders(inside('main/api'), to => engine(to) || inside('main/api')(to))).toEqual([])
  })

  it("the engine's rooms depend on each other one way only", () => {
    const rooms = ['open', 'acting', 'learning', 'sample', 'sources', 'privacy']
    expect(backwards(rooms.map(room => `main/engine/${room}`))).toEqual([])
  })

  it('a stage is entered by its door alone', () => {
    expect(doorViolations(imports).map(arrow)).toEqual([])
  })

  it('every folder of main with a door is a stage, and has its README', () => {
    const folders = readdirSync(join(root, 'main'))
    const having = (name: string) => folders.filter(folder => existsSync(join(root, 'main', folder, name)))
    expect(having('door.ts')).toEqual([...STAGES].sort())
    expect(having('README.md')).toEqual(folders)
  })

  it.each(readdirSync(join(root, 'main')))(
    '%s says in ten lines what enters, what leaves and where to begin',
    folder => {
      const lines = text(`main/${folder}/README.md`).trimEnd().split('\n')
      expect(lines.length).toBeLessThanOrEqual(10)
      const marks = lines.flatMap(line => /^- \*\*(Enters|Leaves|Read first|Not allowed):\*\* /.exec(line)?.[1] ?? [])
      expect(marks).toEqual(['Enters', 'Leaves', 'Read first', 'Not allowed'])
      const whole = lines.join(' ')
      const first = /Read first:.*?(?= - \*\*|$)/.exec(whole)?.[0] ?? ''
      const named = [...first.matchAll(/`([^`]+\.ts)`/g)].map(([, name]) => `main/${folder}/${name}`)
      expect(named.length).toBeGreaterThan(0)
      expect(named.filter(file => !existsSync(join(root, file)))).toEqual([])
    },
  )

  it("intervention's arrows run one way", () => {
    const rooms = ['playbook', 'guard', 'message', 'run', 'start'].map(room => `main/intervention/${room}`)
    expect(backwards(rooms)).toEqual([])
    const out = arrowsFrom(inside(...rooms)).filter(
      ({ to }) => inside('main/intervention')(to) && !inside(...rooms)(to),
    )
    expect(out.map(arrow)).toEqual([])
  })

  it('pure files import shared and each other only', () => {
    // A renamed file must be renamed here too: a list that shrinks silently guards nothing.
    const known = new Set(files('main'))
    expect(PURE.filter(file => !known.has(file))).toEqual([])
    const pure = new Set([...PURE, ...PURE_ROOMS.flatMap(files)])
    const below = inside('shared', 'zod', 'main/record/record.ts')
    const allowed = (to: string) => pure.has(to) || below(to)
    expect(offenders(file => pure.has(file), allowed)).toEqual([])
  })

  it('no imports run in a circle, those of types alone included', () => {
    expect(circles(imports)).toEqual([])
  })

  it('only the desktop shell imports electron', () => {
    const others = arrowsFrom(inside('main')).filter(({ file }) => !inside('main/shell/desktop')(file))
    expect(others.filter(({ to }) => inside('electron')(to))).toEqual([])
  })

  it('a shell reaches the engine by its root and the router, and no other shell', () => {
    const root = /^main\/engine\/[^/]+$/
    const allowed = (own: string) => (to: string) =>
      inside(own, 'shared', 'main/api/router.ts')(to) || root.test(to) || !inside(...PLACES)(to)
    for (const shell of ['main/shell', 'main/cli']) expect(offenders(inside(shell), allowed(shell))).toEqual([])
  })

  it('the router has one file for each group of the contract, of the same name', () => {
    const groups = (dir: string, others: readonly string[]) =>
      readdirSync(join(root, dir)).filter(name => name.endsWith('.ts') && !others.includes(name))
    const declared = groups('shared/contract', ['call.ts'])
    expect(groups('main/api', ['router.ts'])).toEqual(declared)
  })

  it('what a screen is shown is built from the cache, without the router', () => {
    const allowed = (to: string) => !inside('main/api', '@orpc')(to) || inside('main/api/view')(to)
    expect(offenders(inside('main/api/view'), allowed)).toEqual([])
  })

  it('no file reaches another one past the reader of imports', () => {
    // They name files of the built product, which are no code of ours.
    const knowing = [
      'main/engine/licences.ts',
      'main/shell/desktop/app.ts',
      'main/shell/desktop/engine-start.ts',
      'main/shell/start.ts',
      'main/shell/web-server.ts',
    ].map(file => `${file}: import.meta`)
    // It runs what it is handed, which is the engine's bundle.
    const running = ['main/shell/desktop/compiled-code.ts: node:module']
    const hidden = PLACES.flatMap(files).flatMap(file => hiddenImports(root, file).map(way => `${file}: ${way}`))
    expect(hidden.toSorted()).toEqual([...knowing, ...running].toSorted())
  })

  it('a toast is looked for by what keeps it, in tests too', () => {
    // On a busy machine it is gone before anybody looks.
    expect(files('test/e2e').filter(file => text(file).includes('toast-line'))).toEqual(['test/e2e/said.ts'])
  })

  it('end-to-end tests load helpers, and not the product that they start', () => {
    // A runner compiles what it loads, and each of its workers runs it, before a first window opens.
    const reached = new Set(files('test/e2e'))
    const heavy: string[] = []
    for (const file of reached)
      for (const { to } of importsOf(root, file)) {
        if (to.startsWith('test/')) reached.add(to)
        if (['main/cli/cli.ts', 'main/api/router.ts', 'main/engine/engine.ts'].includes(to))
          heavy.push(`${file}: ${to}`)
      }
    expect(reached).toContain('test/helpers/cli.ts')
    expect(heavy).toEqual([])
  })

  it('time, ids and randomness are injected', () => {
    // Where something begins: a process, an engine, a thread with a client of its own.
    const allowed = inside(
      'main/engine/engine.ts',
      'main/cli/cli.ts',
      'main/shell',
      'main/source/rest/apart/walk-worker.ts',
    )
    const found = [...files('main'), ...files('shared'), ...files('preload')]
      .filter(file => !allowed(file))
      .flatMap(file => notInjected(root, file).map(name => `${file}: ${name}`))
    expect(found).toEqual([
      // A stopwatch does not tell what time it is. These say how long something took, or let others have their turn.
      'main/cache/statement/statement-log.ts: performance',
      'main/engine/acting/running.ts: performance',
      // A key and the proof of a sign-in must be beyond prediction, in tests too.
      'main/engine/host.ts: randomBytes of crypto',
      'main/engine/log.ts: performance',
      'main/engine/privacy/erase-steps.ts: performance',
      'main/http/http.ts: performance',
      'main/http/sign-in.ts: randomBytes of crypto',
      'main/outcome/store.ts: performance',
      'main/record/read-rows.ts: performance',
      'main/sync/files/load-stream.ts: performance',
      'main/sync/files/sync-batches.ts: performance',
    ])
  })
})
