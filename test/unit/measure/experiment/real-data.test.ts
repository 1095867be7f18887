import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { judgeExperiment } from '../../../../main/measure/experiment/judge.ts'
import { readExperimentFile } from '../../../../main/measure/experiment/read-experiment-file.ts'
import { unwrap } from '../../../../shared/result.ts'

/** IBM's Telco customers, which lie beside the project where tests are developed; skipped elsewhere. */
const FILE = resolve(import.meta.dirname, '../../../../../shared/data/telco/telco.csv')
const present = existsSync(FILE)

it.skipIf(!present)(
  present ? 'real customers are compared as SciPy compares them' : 'skipped: the Telco file is not beside the project',
  async () => {
    const metrics = [{ column: 'Churn' }, { column: 'MonthlyCharges' }, { column: 'TotalCharges' }]
    const table = await readExperimentFile(
      FILE,
      { arm: 'SeniorCitizen', unit: 'customerID', metrics, answers: {} },
      () => {},
    )
    expect(judgeExperiment(table, { despite: false })).toMatchObject({
      value: { units: 7043, problems: [{ check: 'ratio' }], metrics: [] },
    })
    const planned = { 0: 5901, 1: 1142 }
    const found = unwrap(judgeExperiment(table, { planned, despite: false }))
    expect(found).toMatchObject({
      control: '0',
      problems: [],
      leftOut: [{ what: '11 cells of “TotalCharges” are blank.' }],
    })
    const [churn, monthly, total] = found.metrics.map(({ comparisons }) => comparisons[0]?.difference)
    expect(churn?.value).toBeCloseTo(0.180751, 6)
    expect(churn?.low).toBeCloseTo(0.150415, 6)
    expect(churn?.high).toBeCloseTo(0.211486, 6)
    expect(monthly?.value).toBeCloseTo(17.972918, 6)
    expect(monthly?.low).toBeCloseTo(16.391445, 6)
    expect(monthly?.high).toBeCloseTo(19.554391, 6)
    expect(total?.value).toBeGreaterThan(0)
  },
)
