import type { Heart } from './mutant.ts'

const heart = (file: string, ...tests: string[]): Heart => ({ file, tests })
const unit = (name: string) => `test/unit/${name}.test.ts`
const property = (name: string) => `test/property/${name}.test.ts`
const learns = (name: string) => unit(`predict/learn/${name}`)
const estimates = (name: string) => unit(`measure/estimate/${name}`)

/** Measures of events and of objects are held by the same tests, the quickest first. */
const MEASURED = [unit('signal/measure'), unit('signal/detect'), property('signal/condition')]
const ANOMALY = [
  unit('signal/anomaly-edges'),
  unit('signal/anomaly-shift'),
  property('signal/anomaly'),
  unit('signal/anomaly'),
]
const GUARDED = [
  unit('intervention/preflight-edges'),
  unit('intervention/preflight'),
  property('intervention/preflight'),
]

/** The hearts, with the tests that hold each, the quickest first. */
export const HEARTS: readonly Heart[] = [
  heart('main/record/csv.ts', unit('record/sync-csv')),
  heart('main/record/dates.ts', unit('record/dates')),
  heart('main/record/json-paths.ts', unit('record/json-paths')),
  heart('main/record/guess.ts', unit('record/guess-columns'), unit('record/guess-mapping')),
  heart('main/record/propose.ts', unit('record/guess-mapping')),
  heart('main/record/proposal/event-kind.ts', unit('record/guess-mapping')),
  heart('main/record/build-record.ts', unit('record/sync-convert'), unit('source/rest-records')),
  heart('main/record/convert.ts', unit('record/sync-convert')),
  heart('main/sync/identity/rules.ts', unit('sync/identity-rules')),
  heart('main/signal/meter/rows.ts', ...MEASURED),
  heart('main/signal/meter/dates.ts', unit('signal/change'), property('signal/condition')),
  heart('main/signal/meter/events.ts', ...MEASURED),
  heart('main/signal/meter/objects.ts', unit('signal/objects'), ...MEASURED),
  ...['anomaly', 'last', 'novel', 'rate', 'ratio', 'since'].map(name =>
    heart(`main/signal/measures/${name}.ts`, unit('signal/replay'), ...MEASURED),
  ),
  heart('main/signal/language/change.ts', unit('signal/change'), property('signal/condition')),
  heart('main/signal/language/figures.ts', unit('signal/detect')),
  heart('main/signal/language/detect.ts', unit('signal/detect'), property('signal/condition')),
  heart('main/signal/language/cause.ts', unit('signal/cause')),
  heart('main/signal/language/onset.ts', unit('signal/cause')),
  heart('main/signal/meter/anomaly.ts', ...ANOMALY),
  heart('main/signal/meter/anomaly-guess.ts', ...ANOMALY),
  heart('main/signal/meter/anomaly-shift.ts', ...ANOMALY),
  heart('main/signal/meter/anomaly-order.ts', unit('signal/anomaly-edges'), property('signal/anomaly')),
  heart('main/signal/meter/anomaly-settings.ts', ...ANOMALY),
  heart('main/predict/predict.ts', unit('predict/predict'), property('queue/rank')),
  ...['calibrate/calibration', 'calibrate/isotonic', 'log-odds'].map(name =>
    heart(`main/predict/learn/${name}.ts`, learns('edges'), learns('calibration')),
  ),
  ...['judge/auc', 'judge/goodness', 'judge/usable', 'order'].map(name =>
    heart(`main/predict/learn/${name}.ts`, learns('edges')),
  ),
  heart('main/issue/fold/stake.ts', unit('issue/fold')),
  heart('main/issue/life/age.ts', unit('issue/fold')),
  heart('main/issue/incident/incident.ts', unit('issue/incident-edges'), unit('issue/incident')),
  heart('main/queue/rank.ts', unit('queue/rank'), unit('queue/queue')),
  heart('main/intervention/run/advance.ts', unit('intervention/advance'), property('intervention/program')),
  heart('main/intervention/guard/preflight.ts', ...GUARDED),
  heart('main/intervention/guard/quiet.ts', ...GUARDED),
  heart('main/intervention/guard/approvals.ts', unit('intervention/preflight-edges'), unit('intervention/approval')),
  heart('main/intervention/start/autopilot.ts', unit('intervention/stop-reason'), unit('intervention/autopilot')),
  heart(
    'main/intervention/playbook/program.ts',
    unit('intervention/advance'),
    unit('intervention/playbook-language'),
    property('intervention/program'),
  ),
  heart('shared/outbox/backoff.ts', unit('outbox/backoff')),
  heart('shared/intervention/arm.ts', unit('intervention/arm')),
  heart('main/outcome/propose.ts', unit('outcome/outcome')),
  heart('main/measure/proportion.ts', unit('measure/proportion'), estimates('edges')),
  ...['cuped', 'shrink', 'size'].map(name =>
    heart(`main/measure/estimate/${name}.ts`, estimates('edges'), estimates('estimate')),
  ),
  heart('main/measure/estimate/survival.ts', estimates('edges'), estimates('estimate'), estimates('published')),
  ...['difference', 'moments', 'sequence'].map(name =>
    heart(
      `main/measure/estimate/${name}.ts`,
      estimates('edges'),
      estimates('estimate'),
      estimates('experiment-estimates'),
      estimates('published'),
      estimates('anytime'),
    ),
  ),
  heart('main/measure/estimate/median.ts', estimates('edges')),
  heart(
    'main/measure/estimate/ratio.ts',
    estimates('edges'),
    estimates('experiment-estimates'),
    estimates('published'),
  ),
  heart('main/measure/estimate/smallest.ts', estimates('edges')),
  heart('main/measure/estimate/clustered.ts', estimates('arms'), estimates('anytime')),
  heart('main/measure/arms/arm-ratio.ts', unit('measure/arm-health')),
  heart('main/measure/audit/rate.ts', unit('measure/audit/rate')),
  heart('main/privacy/known-by.ts', unit('privacy/known-by')),
  heart('main/search/best-hits.ts', unit('search/best-hits')),
  ...['namings', 'sureness'].map(name => heart(`main/outage/${name}.ts`, unit('outage/hearts'))),
]
