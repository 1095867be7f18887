import { describe, expect, it } from 'vitest'
import { TRIAL_KINDS, type TrialKind } from './case.ts'
import { allTrials, judge } from './judge.ts'

const trials = await allTrials()

describe.each(Object.keys(TRIAL_KINDS) as TrialKind[])('trials of kind %s', kind => {
  const own = trials.filter(trial => trial.kind === kind)
  if (own.length === 0) it.todo(TRIAL_KINDS[kind])
  for (const trial of own) {
    it(trial.name, async () => {
      const { got, said } = await judge(trial)
      expect(got, said.join('\n')).toEqual(trial.right)
      if (trial.says) expect(said.join('\n')).toMatch(trial.says)
    })
  }
})
