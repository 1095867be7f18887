import { describe, expect, it } from 'vitest'
import { aFullCopy } from '../../helpers/full-workspace.ts'

async function aDesk() {
  const { call, db, issues } = await aFullCopy()
  const [issueId = 0] = issues
  const { account } = await call.issue.get({ id: issueId })
  await call.workspace.setRoles({ maya: ['admin'], kim: ['specialist'], ola: ['lead'] })
  db.exec('DELETE FROM note; DELETE FROM watch')
  const notes = async (of: { issueId: number } | { accountId: number } = { issueId }) =>
    (await call.desk.about(of)).notes.map(({ text, mentions }) => [text, mentions])
  return { call, db, issueId, accountId: account.id, notes }
}

describe('a note', () => {
  it('is read with the issue and with its account, with whom it mentions', async () => {
    const { call, issueId, accountId, notes } = await aDesk()
    await call.desk.writeNote({ of: { issueId }, text: 'Called them. @kim, can you look?' })
    await call.desk.writeNote({ of: { accountId }, text: 'A friendly customer.' })
    expect(new Set(await notes())).toEqual(
      new Set([
        ['A friendly customer.', []],
        ['Called them. @kim, can you look?', ['kim']],
      ]),
    )
    expect(await notes({ accountId })).toEqual(await notes())
  })

  it('is edited and withdrawn, and each of it is undone', async () => {
    const { call, issueId, notes } = await aDesk()
    await call.desk.writeNote({ of: { issueId }, text: 'First' })
    const [written] = (await call.desk.about({ issueId })).notes
    const note = written?.id ?? 0
    await call.desk.editNote({ note, text: 'Second, @ola' })
    expect(await notes()).toEqual([['Second, @ola', ['ola']]])
    await call.desk.withdrawNote({ note })
    expect(await notes()).toEqual([])
    await call.journal.undo({})
    expect(await notes()).toEqual([['Second, @ola', ['ola']]])
    await call.journal.undo({})
    expect(await notes()).toEqual([['First', []]])
    await call.journal.undo({})
    expect(await notes()).toEqual([])
  })

  it('is changed by its author alone', async () => {
    const { call, db, issueId } = await aDesk()
    await call.desk.writeNote({ of: { issueId }, text: 'Mine' })
    db.exec("UPDATE note SET author = 'kim'")
    const note = (await call.desk.about({ issueId })).notes[0]?.id ?? 0
    await expect(call.desk.editNote({ note, text: 'Yours' })).rejects.toThrow(/not changed/)
    await expect(call.desk.withdrawNote({ note })).rejects.toThrow(/not withdrawn/)
  })
})

describe('handing over', () => {
  it('gives the issue to a colleague with a note that mentions them, and one undo takes both back', async () => {
    const { call, issueId, notes } = await aDesk()
    const claimed = async () => (await call.issue.get({ id: issueId })).row.claimedBy
    await call.issue.claim({ ids: [issueId] })
    const me = await claimed()
    await call.issue.assign({ ids: [issueId], colleague: 'ola', text: 'You know them better' })
    expect([await claimed(), await notes()]).toEqual(['ola', [['You know them better', ['ola']]]])
    await call.journal.undo({})
    expect([await claimed(), await notes()]).toEqual([me, []])
    await call.issue.assign({ ids: [issueId], colleague: 'kim' })
    expect([await claimed(), await notes()]).toEqual(['kim', []])
  })
})

describe('watching', () => {
  it('is of an issue or of an account, and undone', async () => {
    const { call, issueId, accountId } = await aDesk()
    const watching = async () => (await call.desk.about({ issueId })).watching
    await call.desk.watch({ issueId })
    expect(await watching()).toEqual({ issue: true, account: false })
    await call.desk.watch({ accountId })
    expect(await watching()).toEqual({ issue: true, account: true })
    await expect(call.desk.watch({ accountId })).rejects.toThrow(/Nothing was changed/)
    await call.journal.undo({})
    await call.desk.unwatch({ issueId })
    expect(await watching()).toEqual({ issue: false, account: false })
    await call.journal.undo({})
    expect(await watching()).toEqual({ issue: true, account: false })
  })
})

it('colleagues are those who act here or have a role, machines aside', async () => {
  const { call } = await aDesk()
  const { me, people } = await call.desk.people()
  expect(people).toEqual(expect.arrayContaining([me, 'kim', 'ola']))
  expect(people).not.toContain('autopilot')
})
