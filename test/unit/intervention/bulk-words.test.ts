import { expect, it } from 'vitest'
import { outagePlaybooks, starterPlaybooks } from '../../../main/intervention/playbook/starter-playbooks.ts'
import { quietOverride, quietRefusal } from '../../../main/intervention/start/bulk-words.ts'

it('only a service notice may leave during quiet hours, and only with a reason', () => {
  const [notice] = outagePlaybooks()
  const [other] = starterPlaybooks()
  if (!notice || !other) throw new Error('both are shipped')
  expect(quietOverride(undefined)).toEqual([])
  const overrides = quietOverride('The shop is down')
  expect(overrides).toEqual([{ check: 'quiet_hours', reason: 'The shop is down' }])
  expect(quietRefusal(notice, overrides)).toBeNull()
  expect(quietRefusal(other, [])).toBeNull()
  expect(quietRefusal(other, overrides)).toMatchObject({ ok: false, error: { kind: 'refused' } })
})
