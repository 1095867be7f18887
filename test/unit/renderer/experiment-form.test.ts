import { describe, expect, it } from 'vitest'
import {
  accountColumns,
  aFormMetric,
  askOfForm,
  type ExperimentForm,
  emptyExperiment,
  lackOfForm,
  proposedForm,
} from '../../../renderer/screens/review/experiment/experiment-form.ts'
import { experimentAskSchema } from '../../../shared/experiment/ask.ts'

const column = (name: string) => ({ name, type: 'text', format: null, samples: [], blank: 0 })
const aFile = (...names: string[]) => ({ path: '/data/mail.csv', columns: names.map(column), questions: [], total: 3 })
const filled = (more: Partial<ExperimentForm> = {}): ExperimentForm => ({
  ...emptyExperiment(),
  file: aFile('arm', 'contacted'),
  arm: 'arm',
  metrics: [{ ...aFormMetric(), column: 'contacted' }],
  ...more,
})

describe('the form of an experiment', () => {
  it('proposes the arm and the unit by their names', () => {
    expect(proposedForm(aFile('customer_id', 'test group', 'paid'))).toMatchObject({
      arm: 'test group',
      unit: 'customer_id',
    })
    expect(proposedForm(aFile('contacted', 'warmth'))).toMatchObject({ arm: '', unit: '' })
  })

  it('asks nothing before data, an arm and a metric are chosen', () => {
    expect(askOfForm(emptyExperiment(), false)).toBeNull()
    expect(askOfForm(filled({ file: null }), false)).toBeNull()
    expect(askOfForm(filled({ arm: '' }), false)).toBeNull()
    expect(askOfForm(filled({ metrics: [aFormMetric()] }), false)).toBeNull()
    expect(askOfForm(filled({ from: 'accounts' }), false)).toBeNull()
  })

  it('says what it lacks, in the order in which it is filled in', () => {
    expect(lackOfForm(emptyExperiment())).toBe('Choose a file first')
    expect(lackOfForm(filled({ from: 'accounts' }))).toBe('Say first when the experiment began')
    expect(lackOfForm(filled({ arm: '' }))).toBe('Choose the column of the arm first')
    expect(lackOfForm(filled({ metrics: [aFormMetric()] }))).toBe('Choose a column to compare first')
  })

  it('asks for what was chosen and nothing else', () => {
    const metrics = [
      { ...aFormMetric(), column: 'contacted', better: 'lower' as const, pre: 'before' },
      { ...aFormMetric(), column: 'spend', kind: 'money' as const, currency: 'EUR' },
      aFormMetric(),
    ]
    const ask = askOfForm(filled({ metrics, control: 'A', planned: { A: '1', B: '' } }), true)
    expect(ask).toEqual({
      from: { kind: 'file', path: '/data/mail.csv', answers: {} },
      arm: 'arm',
      control: 'A',
      planned: { A: 1 },
      despite: true,
      metrics: [
        { column: 'contacted', pre: 'before', better: 'lower' },
        { column: 'spend', kind: 'money', currency: 'EUR' },
      ],
    })
    expect(experimentAskSchema.safeParse(ask).success).toBe(true)
  })

  it('takes accounts from the first day in UTC', () => {
    expect(askOfForm(filled({ from: 'accounts', since: '2024-05-01', unit: 'x' }), false)).toMatchObject({
      from: { kind: 'accounts', since: Date.UTC(2024, 4, 1) },
    })
  })

  it('offers attributes, churn and events of accounts', () => {
    const words = {
      minor: [],
      attributes: ['plan', 'mrr_minor', 'currency', 'properties.campaign'],
      events: [{ kind: 'login', fields: [] }],
      objects: [],
    }
    const names = accountColumns(words).map(({ name }) => name)
    expect(names).toEqual(['plan', 'properties.campaign', 'mrr', 'churned', 'events:login'])
  })

  it('gives each metric an id of its own', () => {
    const first = aFormMetric()
    expect(aFormMetric([first]).id).not.toBe(first.id)
  })
})
