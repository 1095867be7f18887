import { describe, expect, it } from 'vitest'
import { finishMessage, renderForUs, renderMessage } from '../../../main/intervention/message/render.ts'
import { templateProblems } from '../../../main/intervention/playbook/check.ts'
import type { MessageFields } from '../../../main/intervention/playbook/fields.ts'
import { figureNames } from '../../../main/intervention/playbook/figures.ts'
import { compile, firstOutreach } from '../../../main/intervention/playbook/program.ts'
import { starterPlaybooks } from '../../../main/intervention/playbook/starter-playbooks.ts'
import { starterTriggers } from '../../../main/signal/starter-triggers.ts'
import { type OutreachStep, placedSteps, type TaskStep } from '../../../shared/intervention/playbook.ts'
import { unwrap } from '../../../shared/result.ts'

const namingTriggers = (id: string) => starterTriggers().filter(({ playbook }) => playbook === id)
const figuresOf = (id: string): Set<string> => new Set(namingTriggers(id).flatMap(({ when }) => [...figureNames(when)]))

/** Everything that is measured, or nothing; a person whose name is known, or not. */
const fields = (id: string, known: { name: string | null; figures: boolean }): MessageFields => ({
  contact: { name: known.name, email: 'ada@example.com' },
  account: { name: 'Engines & Sons', plan: null },
  issue: { title: 'Something' },
  evidence: known.figures ? Object.fromEntries([...figuresOf(id)].map(name => [name, 0.92])) : {},
  sender: { name: 'Example Support' },
})
const KNOWN = [
  { name: 'Ada Lovelace', figures: true },
  { name: 'Ada Lovelace', figures: false },
  { name: null, figures: true },
  { name: '  ', figures: false },
  { name: 'ada@example.com', figures: true },
]

describe.each(starterPlaybooks().map(playbook => [playbook.id, playbook] as const))(
  'the playbook %s',
  (id, playbook) => {
    const steps = placedSteps(playbook.steps).map(({ step }) => step)
    const messages = steps.filter((step): step is OutreachStep => step.type === 'outreach')
    const tasks = steps.filter((step): step is TaskStep => step.type === 'task')

    it('is named by a trigger of its own category, and names only what exists and is measured', () => {
      expect(namingTriggers(id).length).toBeGreaterThan(0)
      for (const { category } of namingTriggers(id)) expect(playbook.categories).toContain(category)
      expect(templateProblems(playbook, figuresOf(id))).toEqual([])
    })

    it.each(KNOWN)('writes well to $name, figures known: $figures', known => {
      for (const step of messages) {
        const rendered = unwrap(renderMessage(step, fields(id, known)))
        const { subject, text, html } = unwrap(finishMessage(rendered.subject, rendered.text))
        expect(text).toMatch(known.name === 'Ada Lovelace' ? /^Hello Ada,\n\n/ : /^Hello,\n\n/)
        expect(text).toMatch(/\n\nKind regards,\nExample Support$/)
        expect(`${subject}\n${text}`).not.toMatch(/[{}]| ,| {2}|\(\)|null|undefined|NaN|Hi /)
        expect(subject.length).toBeLessThanOrEqual(78)
        expect(text.length).toBeLessThan(900)
        expect(html).toContain('<p>Kind regards,<br>\nExample Support</p>')
        expect(html).not.toContain('Engines & Sons')
      }
    })

    it('gives people tasks that say what is to be done and by when', () => {
      for (const task of tasks) {
        expect(task.due, task.title).toBeDefined()
        expect(renderForUs(task.title, fields(id, { name: null, figures: false }))).not.toMatch(/[{}]| {2}/)
        expect(task.details.length).toBeGreaterThan(20)
      }
    })

    it('writes first, and does not leave it at that', () => {
      expect(firstOutreach(compile(playbook))).not.toBeNull()
      expect(steps.some(({ type }) => type === 'wait')).toBe(true)
      expect(steps.some(({ type }) => type === 'branch')).toBe(true)
    })
  },
)

describe('the starter triggers', () => {
  it('all name a starter playbook', () => {
    const ids = new Set(starterPlaybooks().map(({ id }) => id))
    expect(
      starterTriggers()
        .filter(({ playbook }) => !ids.has(playbook))
        .map(({ id }) => id),
    ).toEqual([])
    expect(starterTriggers()).toHaveLength(26)
  })
})
