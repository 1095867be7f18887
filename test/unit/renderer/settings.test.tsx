import { QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { createEngineClient, EngineProvider } from '../../../renderer/api/client.tsx'
import { ChannelsCard } from '../../../renderer/screens/settings/channels-card.tsx'
import { guardrailLack, guardrailsOf, textsOf } from '../../../renderer/screens/settings/guardrail-texts.ts'
import { GuardrailsForm } from '../../../renderer/screens/settings/guardrails-form.tsx'
import { named, turned } from '../../../renderer/screens/settings/roles-card.tsx'
import { SmtpForm } from '../../../renderer/screens/settings/smtp-form.tsx'
import { guardrailsSchema } from '../../../shared/model/guardrails.ts'
import type { WorkspaceInfo } from '../../../shared/model/workspace.ts'
import type { ChannelList } from '../../../shared/outbox/channel.ts'
import type { Roles } from '../../../shared/roles.ts'

const saved = guardrailsSchema.parse({})

describe('the guardrails as a form', () => {
  it('come back as they were when nothing is typed', () => {
    expect(guardrailsOf(textsOf(saved), saved)).toEqual(saved)
    const valued = {
      ...saved,
      approvals: { bulkOver: 3, valueOver: { minor: 150_000, currency: 'JPY' }, firstUse: false },
    }
    expect(guardrailsOf(textsOf(valued), valued)).toEqual(valued)
  })

  it('take a value in whole units of its currency, and none where it is empty', () => {
    const texts = { ...textsOf(saved), value: '1500', currency: 'eur' }
    expect(guardrailsOf(texts, saved).approvals.valueOver).toEqual({ minor: 150_000, currency: 'EUR' })
    expect(guardrailsOf({ ...texts, value: ' ' }, saved).approvals.valueOver).toBeNull()
  })
})

describe('roles', () => {
  it('holds control shares of playbooks in percent, leaves out the empty ones, and refuses what is no share', () => {
    const measured = { ...saved, playbookControls: { a: 0.125 }, referenceCode: 'subject' as const }
    expect(guardrailsOf(textsOf(measured), measured)).toEqual(measured)
    const typed = { ...textsOf(saved), controls: { a: '12,5', b: ' ', c: '0' } }
    expect(guardrailsOf(typed, saved).playbookControls).toEqual({ a: 0.125 })
    expect(guardrailLack(typed)).toBeNull()
    for (const text of ['-1', '101', 'many']) {
      expect(guardrailLack({ ...typed, controls: { a: text } })).toMatchObject({ field: 'control:a' })
      expect(guardrailLack({ ...typed, holdout: text })).toMatchObject({ field: 'holdout' })
    }
    expect(guardrailLack({ ...typed, holdout: '' })).not.toBeNull()
  })

  it('reads no empty field as 0, and names the field of a number that its rule does not allow', () => {
    const typed = textsOf(saved)
    for (const field of ['messages', 'days', 'from', 'to', 'recent', 'undo', 'bulk'] as const)
      for (const text of ['', ' ', 'many', '-1', '1.5', '1e9'])
        expect(guardrailLack({ ...typed, [field]: text }), `${field} ${text}`).toMatchObject({ field })
    expect(guardrailLack({ ...typed, from: '24' })).toMatchObject({ field: 'from' })
    expect(guardrailLack({ ...typed, messages: '0' })).toMatchObject({ field: 'messages' })
    expect(guardrailLack({ ...typed, value: '-5' })).toMatchObject({ field: 'value' })
    expect(guardrailLack({ ...typed, value: '5', currency: 'euro' })).toMatchObject({ field: 'currency' })
    expect(guardrailLack({ ...typed, from: '0', to: '0', recent: '0', undo: '0', bulk: '0' })).toBeNull()
  })

  it('leave the person who names the first one an admin', () => {
    expect(named({}, 'ada', 'me')).toEqual({ me: ['admin', 'lead'], ada: ['specialist'] })
    expect(named({}, 'me', 'me').me).toContain('admin')
    expect(named({ me: ['admin'] }, 'ada', 'me')).toEqual({ me: ['admin'], ada: ['specialist'] })
  })

  it('are turned one by one; a person without any is no longer named', () => {
    expect(turned({ ada: ['specialist'] }, 'ada', 'lead')).toEqual({ ada: ['specialist', 'lead'] })
    expect(turned({ ada: ['specialist'] }, 'ada', 'specialist')).toEqual({})
  })
})

/** A card as the person called `ada` sees it, where these people have these roles. */
function drawn(card: ReactNode, roles: Roles): string {
  const engine = createEngineClient({ call: () => new Promise(() => {}) })
  const { api, queries } = engine
  const know = (key: readonly unknown[], data: unknown) => queries.setQueryData(key, data)
  know(api.workspace.roles.queryOptions().queryKey, roles)
  know(api.workspace.info.queryOptions().queryKey, { actor: 'ada', name: 'Shop', shell: 'web' } as WorkspaceInfo)
  know(api.workspace.guardrails.queryOptions().queryKey, saved)
  know(api.channel.smtp.queryOptions().queryKey, { setting: null, hasPassword: false })
  const channels: ChannelList = { channels: [], allowedHosts: ['gateway.internal'] }
  know(api.channel.list.queryOptions().queryKey, channels)
  return renderToStaticMarkup(
    <QueryClientProvider client={queries}>
      <EngineProvider value={engine}>{card}</EngineProvider>
    </QueryClientProvider>,
  )
}

describe('what only an admin may change', () => {
  const cards = [<GuardrailsForm key="g" />, <SmtpForm key="s" />, <ChannelsCard key="c" />]

  it('stands still for everybody else, and says so beforehand', () => {
    for (const card of cards) {
      const html = drawn(card, { ada: ['lead'], maya: ['admin'] })
      expect(html).toContain('needs an admin')
      expect(html).toMatch(/<fieldset[^>]* disabled=""/)
    }
  })

  it('is open to an admin, and to a person who works alone', () => {
    for (const card of cards)
      for (const roles of [{ ada: ['admin'] }, {}] satisfies Roles[]) {
        const html = drawn(card, roles)
        expect(html).not.toContain('needs an admin')
        expect(html).not.toMatch(/<fieldset[^>]* disabled=""/)
      }
  })
})
