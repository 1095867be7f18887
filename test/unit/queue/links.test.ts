import { describe, expect, it } from 'vitest'
import { linkAmong, linkTo, parseLink } from '../../../shared/deep-link.ts'
import { aFullCopy } from '../../helpers/full-workspace.ts'

describe('a link', () => {
  it.each([
    { kind: 'issue', uid: 'shop:12/late-order@1764400000000' },
    { kind: 'issue', uid: 'sample:äß 漢/t@1' },
    { kind: 'account', uid: "a:b~2'(x)!*" },
  ] as const)('is read as it was written: $uid', linked => {
    expect(parseLink(linkTo(linked))).toEqual(linked)
  })

  it.each([
    ['another scheme', 'https://issue/shop%3A1'],
    ['another kind', 'forestall://outbox/shop%3A1'],
    ['a command', 'forestall://issue/shop%3A1/dismiss'],
    ['a query', 'forestall://issue/shop%3A1?then=drain'],
    ['a fragment', 'forestall://issue/shop%3A1#settings'],
    ['no row', 'forestall://issue/'],
    ['no place', 'forestall:issue/shop%3A1'],
    ['a port', 'forestall://issue:80/shop%3A1'],
    ['a user', 'forestall://eve@issue/shop%3A1'],
    ['a line break', 'forestall://issue/shop%0A1'],
    ['turned letters', 'forestall://issue/shop%E2%80%AE1'],
    ['half a character', 'forestall://issue/shop%E2%80'],
    ['another spelling of the same', 'forestall://issue/shop%3a1'],
    ['what needs no escape', 'forestall://issue/%73hop'],
    ['capitals', 'FORESTALL://issue/shop%3A1'],
    ['a switch behind it', 'forestall://issue/shop%3A1 --no-sandbox'],
    ['something endless', `forestall://issue/${'a'.repeat(2_000)}`],
  ])('is refused with %s', (_what, text) => {
    expect(parseLink(text)).toBeNull()
  })

  it('is looked for among the arguments of a start, however it is spelt', () => {
    expect(linkAmong(['electron', '.', '--workspace', '/w', 'forestall://issue/a'])).toBe('forestall://issue/a')
    expect(linkAmong(['FORESTALL:evil'])).toBe('FORESTALL:evil')
    expect(linkAmong(['electron', '/home/forestall', '--x=forestall://issue/a'])).toBeNull()
  })

  it('leads to the row that it was made for, and says so where the row is not here', async () => {
    const { call, issues } = await aFullCopy()
    const [id = 0] = issues
    const { link } = await call.queue.link({ kind: 'issue', id })
    expect(link).toMatch(/^forestall:\/\/issue\//)
    expect(await call.queue.followLink({ link })).toEqual({ kind: 'issue', id })
    const other = linkTo({ kind: 'account', uid: 'elsewhere:1' })
    await expect(call.queue.followLink({ link: other })).rejects.toThrow(/leads nowhere/)
    await expect(call.queue.followLink({ link: 'forestall://issue' })).rejects.toThrow(/not opened/)
    await expect(call.queue.link({ kind: 'account', id: 999_999 })).rejects.toThrow(/There is no account/)
  })
})
