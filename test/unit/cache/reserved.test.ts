import { describe, expect, it } from 'vitest'
import { decide, undo } from '../../../main/cache/journal.ts'
import { allRoles } from '../../../main/cache/roles.ts'
import { commands } from '../../../main/engine/commands.ts'
import { setGuardrails, suppress, unsuppress } from '../../../main/intervention/commands.ts'
import { suppressionOf } from '../../../main/intervention/guard/contact-rows.ts'
import { setRoles } from '../../../main/intervention/guard/roles.ts'
import { guardrailsSchema } from '../../../shared/model/guardrails.ts'
import { NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { smtpSetting } from '../../helpers/smtp.ts'

const TEAM = { ada: ['admin'], lea: ['lead'], sam: ['specialist'] }
let decisions = 0

/** A workspace of an admin, a lead and a specialist. */
function aTeam() {
  const cache = aCache()
  const moment = (actor: string) => ({ id: `d-${++decisions}`, actor, device: 't', at: NOON })
  const as = <Args>(actor: string, name: string, args: Args): Promise<string | null> =>
    cache.writer
      .write('user', tx => decide(tx, known(name), args, moment(actor)))
      .then(
        () => null,
        (error: { result: { error: { why: string } } }) => error.result.error.why,
      )
  const takeBack = (actor: string, id?: string) =>
    cache.writer
      .write('user', tx => undo(tx, commands, moment(actor), id))
      .then(
        answer => answer.ok,
        () => false,
      )
  return { ...cache, as, takeBack }
}

function known(name: string) {
  const command = commands.get(name)
  if (!command) throw new Error(`there is no command ${name}`)
  return command
}

const guardrails = guardrailsSchema.parse({ holdout: 0.2 })
const RESERVED: [name: string, args: unknown, mayDo: readonly string[]][] = [
  [setGuardrails.name, guardrails, ['ada']],
  [setRoles.name, TEAM, ['ada']],
  ['channel.allowHost', { host: '10.0.0.1', allowed: true }, ['ada']],
  ['channel.set', { id: 'webhook', values: {} }, ['ada']],
  ['action.set', { id: 'stripe.retry_payment', setting: null }, ['ada']],
  ['outbox.allowReplay', { allowed: true }, ['ada']],
  ['workspace.setClock', { mode: 'real' }, ['ada']],
  ['autopilot.set', { triggerId: 'none', enabled: true, dailyCap: 5 }, ['ada', 'lea']],
  [unsuppress.name, { address: 'x@example.com' }, ['ada', 'lea']],
]

describe('what loosens a guard', () => {
  for (const [name, args, mayDo] of RESERVED)
    it(`${name} is for ${mayDo.join(' and ')} alone`, async () => {
      const team = aTeam()
      expect(await team.as('ada', setRoles.name, TEAM)).toBeNull()
      for (const actor of ['ada', 'lea', 'sam', 'nobody-named']) {
        const why = await team.as(actor, name, args)
        if (mayDo.includes(actor)) expect(why ?? '').not.toMatch(/^Only /)
        else expect(why).toMatch(/^Only (an admin|a lead or an admin) may /)
      }
    })

  it('a password is not sent in the clear over a network of others', async () => {
    const { as } = aTeam()
    const smtp = { ...smtpSetting(25, 'maya'), host: 'mail.example.com' }
    expect(await as('maya', 'channel.setSmtp', smtp)).toMatch(/^The password would travel unencrypted/)
    expect(await as('maya', 'channel.setSmtp', { ...smtp, security: 'starttls' })).toBeNull()
    expect(await as('maya', 'channel.setSmtp', { ...smtp, host: '127.0.0.1' })).toBeNull()
  })

  it('is for one person alone, too', async () => {
    const team = aTeam()
    expect(await team.as('anybody', setGuardrails.name, guardrails)).toBeNull()
  })

  it('is not undone by a person who may not do it any more, nor over the head of a newer decision', async () => {
    const team = aTeam()
    await team.as('ada', setRoles.name, { ...TEAM, lea: ['admin'] })
    const first = `d-${decisions}`
    await team.as('lea', setRoles.name, { ada: ['specialist'], lea: ['admin'] })
    expect(await team.takeBack('ada')).toBe(false)
    expect(await team.takeBack('lea', first)).toBe(false)
    expect(allRoles(team.read)).toEqual({ ada: ['specialist'], lea: ['admin'] })
    expect(await team.takeBack('lea')).toBe(true)
    expect(allRoles(team.read)).toEqual({ ...TEAM, lea: ['admin'] })
    expect(await team.takeBack('ada', first)).toBe(true)
  })

  it('can be undone by the person who tightened it by mistake, and by nobody who may not loosen it', async () => {
    const team = aTeam()
    await team.as('ada', setRoles.name, TEAM)
    const address = { address: 'x@example.com', reason: 'they asked for it' }
    await team.as('sam', suppress.name, address)
    expect(await team.takeBack('sam')).toBe(true)
    expect(suppressionOf(team.read, address.address)).toBeUndefined()
    await team.as('lea', suppress.name, address)
    expect(await team.takeBack('sam', `d-${decisions}`)).toBe(false)
    expect(suppressionOf(team.read, address.address)).toBeDefined()
  })
})
