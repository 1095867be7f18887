import { describe, expect, it } from 'vitest'
import { tryLead } from '../../../main/cache/leader.ts'
import { startChild } from '../../helpers/child.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

describe('leading a workspace', () => {
  it('is for one process at a time', async () => {
    const dir = tempFolder()
    const first = startChild('lead-child', [dir])
    expect(await first.line()).toBe('leads')
    const second = startChild('lead-child', [dir])
    expect(await second.line()).toBe('refused')
    expect(tryLead(dir)).toBeNull()
  })

  it('passes on when the leader is killed', async () => {
    const dir = tempFolder()
    const first = startChild('lead-child', [dir])
    expect(await first.line()).toBe('leads')
    await first.kill()
    const next = tryLead(dir)
    expect(next).not.toBeNull()
    next?.release()
  })

  it('passes on when it is given up', () => {
    const dir = tempFolder()
    const first = tryLead(dir)
    expect(first).not.toBeNull()
    expect(tryLead(dir)).toBeNull()
    first?.release()
    const second = tryLead(dir)
    expect(second).not.toBeNull()
    second?.release()
  })

  it('of one workspace does not stop another', () => {
    const leaders = [tryLead(tempFolder()), tryLead(tempFolder())]
    expect(leaders.every(leader => leader !== null)).toBe(true)
    for (const leader of leaders) leader?.release()
  })
})
