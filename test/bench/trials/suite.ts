import { TRIAL_KINDS, type TrialKind } from '../../trials/case.ts'
import { allTrials, judge } from '../../trials/judge.ts'
import type { Line, Suite } from '../figure.ts'

/** Small inputs from practice with known right values: how many come out wrong, and how many are lost without a word. */
export const trialsSuite: Suite = {
  name: 'trials',
  async *run() {
    // A kind without a case shows as none.
    const counts = new Map(Object.keys(TRIAL_KINDS).map(kind => [kind as TrialKind, nothing()]))
    for (const trial of await allTrials()) {
      const { wrong, silent } = await judge(trial)
      const before = counts.get(trial.kind) ?? nothing()
      counts.set(trial.kind, {
        cases: before.cases + 1,
        wrong: before.wrong + Number(wrong),
        silent: before.silent + Number(silent),
      })
      if (wrong) process.stderr.write(`${trial.kind}: ${trial.name}\n`)
    }
    const all = [...counts.values()]
    for (const figure of ['cases', 'wrong', 'silent'] as const) {
      yield line(
        figure,
        all.reduce((sum, count) => sum + count[figure], 0),
      )
      for (const [kind, count] of counts) yield { ...line(`${figure}.${kind}`, count[figure]), note: TRIAL_KINDS[kind] }
    }
  },
}

const nothing = () => ({ cases: 0, wrong: 0, silent: 0 })
const line = (figure: string, value: number): Line => ({ figure, value, unit: 'cases' })
