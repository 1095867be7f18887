import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { starterPlaybooks } from '../../../main/intervention/playbook/starter-playbooks.ts'
import { newStep } from '../../../renderer/screens/playbooks/edit-steps.ts'
import { blankPlaybook } from '../../../renderer/screens/playbooks/words.ts'
import type { Step } from '../../../shared/intervention/playbook.ts'
import { aWorkspace } from '../../helpers/called-workspace.ts'

const message = (channel: string): Step => ({ ...newStep('outreach'), channel }) as Step
const fix = (action: string, params: Record<string, string>): Step => ({
  type: 'resolution',
  ...{ action, params, worked: 'close' },
})
const playbookOf = (...steps: Step[]) => ({ ...blankPlaybook('mine'), name: 'Mine', steps })

describe('saving a playbook', () => {
  it('is refused where a channel does not exist, with the place, what there is and what to do', async () => {
    const { call } = await aWorkspace()
    const branch: Step = { type: 'branch', cases: [{ if: 'replied', do: [message('sms')] }] }
    const saved = call.playbook.save(playbookOf(message('email'), branch))
    await expect(saved).rejects.toMatchObject({
      data: {
        kind: 'invalid',
        what: '“Mine” cannot be saved.',
        why: 'At steps[1].cases[0].do[0].channel: There is no channel “sms”, only email, webhook, slack, intercom, zendesk, freshdesk, chatwoot and request-tracker.',
        todo: 'Choose one of these channels, or put a manifest into the “channels” folder. Nothing was changed.',
      },
    })
    expect((await call.playbook.list()).map(({ id }) => id)).not.toContain('mine')
  })

  it('is refused where a fix does not exist, or is given other values than it takes', async () => {
    const { call } = await aWorkspace()
    const why = async (step: Step) =>
      call.playbook.save(playbookOf(step)).then(
        () => 'saved',
        (error: { data: { why: string } }) => error.data.why,
      )
    expect(await why(fix('stripe.refund', {}))).toBe(
      'At steps[0].action: There is no fix “stripe.refund”, only stripe.retry_payment, shop.resend_order, carrier.reroute, app.unlock_account and app.extend_limit.',
    )
    expect(await why(fix('stripe.retry_payment', {}))).toBe(
      'At steps[0].params: The value “invoice” is missing. stripe.retry_payment takes invoice.',
    )
    expect(await why(fix('stripe.retry_payment', { invoice: 'in_1', card: 'x' }))).toBe(
      'At steps[0].params.card: stripe.retry_payment takes invoice.',
    )
    expect(await why(message('stripe'))).toMatch(/There is no channel “stripe”/)
  })

  it('explains an unknown name by the file that cannot be used', async () => {
    const { call, dir } = await aWorkspace()
    mkdirSync(join(dir, 'channels'))
    writeFileSync(join(dir, 'channels', 'sms.json'), '{ "version": 1')
    const { problems } = await call.playbook.check({ playbook: playbookOf(message('sms')) as never })
    expect(problems[0]?.problem).toMatch(
      /The file channels\/sms\.json cannot be used: The file is not valid JSON\. Choose one of these channels, /,
    )
  })

  it('is possible before a channel or a fix is set up, which is said as a warning', async () => {
    const { call } = await aWorkspace()
    const mine = playbookOf(message('slack'), newStep('resolution'))
    const { problems } = await call.playbook.check({ playbook: mine as never })
    expect(problems.map(({ path, level }) => [path, level])).toEqual([
      ['steps[0].channel', 'warning'],
      ['steps[1].action', 'warning'],
    ])
    await call.playbook.save(mine)
    expect((await call.playbook.list()).map(({ id }) => id)).toContain('mine')
  })

  it('refuses no starter playbook', async () => {
    const { call } = await aWorkspace()
    for (const playbook of starterPlaybooks()) {
      const { problems } = await call.playbook.check({ playbook: playbook as never })
      expect([playbook.id, problems.filter(({ level }) => level === 'error')]).toEqual([playbook.id, []])
    }
  })
})
