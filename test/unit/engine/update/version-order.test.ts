import { expect, it } from 'vitest'
import { compareVersions, isVersion } from '../../../../main/engine/update/version-order.ts'

it('orders versions as semver.org does', () => {
  const ordered = [
    ...['0.9.10', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta', '1.0.0-beta.2', '1.0.0-beta.11'],
    ...['1.0.0-rc.1', '1.0.0', '1.0.1-0', '1.0.1', '1.2.0', '1.10.0', '2.0.0'],
  ]
  const shuffled = [...ordered].reverse()
  expect(shuffled.sort(compareVersions)).toEqual(ordered)
  expect(compareVersions('1.2.3-rc.1', '1.2.3-rc.1')).toBe(0)
})

it.each([
  '',
  '1',
  '1.2',
  '01.2.3',
  '1.2.3-',
  '1.2.3-01',
  '1.2.3-a..b',
  '1.2.3+build',
  'v1.2.3',
  '1.2.3 ',
  '1.2.3/../x',
])('does not take “%s” for a version', text => expect(isVersion(text)).toBe(false))
