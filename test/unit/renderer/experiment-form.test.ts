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
    const lacks = (form: ExperimentForm) => [lackOfForm(form)?.say, lackOfForm(form)?.field]
    expect(lacks(emptyExperiment())).toEqual(['Choose a file first', 'path'])
    expect(lacks(filled({ from: 'accounts' }))).toEqual(['Say first when the experiment began', 'since'])
    expect(lacks(filled({ arm: '' }))).toEqual(['Choose the column of the arm first', 'arm'])
    expect(lacks(filled({ metrics: [aFormMetric()] }))).toEqual(['Choose a column to compare first', 'metric'])
    expect(lackOfForm(filled())).toBeNull()
  })

  it('does not read a planned share that is no number as an equal one', () => {
    for (const share of ['half', '0', '-1', '1/2', '50:50'])
      expect(lackOfForm(filled({ planned: { A: '1', B: share } }))).toEqual({
        say: 'The planned share of B is a number above 0, such as 50',
        field: 'planned B',
      })
    const planned = { A: '60 %', B: ' 0,4 ', C: '0.5', D: '', E: ' ' }
    expect(askOfForm(filled({ planned }), false)?.planned).toEqual({ A: 60, B: 0.4, C: 0.5 })
  })

  it('does not ask for an experiment that ends before it begins', () => {
    const days = (since: string, until: string) => filled({ from: 'accounts', since, until })
    expect(lackOfForm(days('2024-05-02', '2024-05-02'))?.field).toBe('until')
    expect(lackOfForm(days('2024-05-02', '2024-05-03'))).toBeNull()
    expect(lackOfForm(days('2024-05-02', ''))).toBeNull()
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
