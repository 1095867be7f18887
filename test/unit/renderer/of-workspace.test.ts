import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { useNoteDrafts } from '../../../renderer/cards/note-drafts.ts'
import { useBulk } from '../../../renderer/state/bulk.ts'
import { turnWorkspace } from '../../../renderer/state/desk/of-workspace.ts'
import { draftKey, useDrafts } from '../../../renderer/state/drafts.ts'

it('what is written about an issue is not there in another workspace, whose issue of that number is somebody else’s', () => {
  const key = draftKey(12, 'help')
  useDrafts.getState().edit(key, { text: 'Dear Ada', contactId: 3, overrides: { quiet_hours: 'She asked for it' } })
  useNoteDrafts.getState().write('issue-12', 'Call her back')
  useBulk.getState().ask({ whom: { issueIds: [12] }, title: '1 selected issue' })
  turnWorkspace('/ours', '/theirs')
  expect([useDrafts.getState().byKey, useNoteDrafts.getState().bySubject, useBulk.getState().wish]).toEqual([
    {},
    {},
    null,
  ])
  useDrafts.getState().edit(key, { text: 'Dear Bob' })
  turnWorkspace('/theirs', '/ours')
  expect(useDrafts.getState().byKey[key]).toMatchObject({ text: 'Dear Ada', contactId: 3 })
  expect(useNoteDrafts.getState().bySubject['issue-12']).toBe('Call her back')
  turnWorkspace('/ours', '/theirs')
  expect(useDrafts.getState().byKey[key]).toEqual({ text: 'Dear Bob', overrides: {} })
})

/** Stores of the page that hold nothing of one workspace, or lose it otherwise. */
const OF_EVERY_WORKSPACE: Record<string, string> = {
  'desktop/habits.ts': 'habits of the person',
  'state/desk/fetching.tsx': 'code of the page, whatever is shown',
  'state/desk/repaired.ts': 'the outcome of a repair, with the folder that it is about',
  'state/link.ts': 'a link that somebody else handed over',
  'state/live.ts': 'the line to the engine',
  'state/own/density.ts': 'a setting of the person',
  'state/own/kept-keys.ts': 'a setting of the person',
  'state/selection.ts': 'a switch begins with the first view',
}

it('every store of the page is one of the workspace that is open, or says why it is not', () => {
  const root = resolve(import.meta.dirname, '../../../renderer')
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(file => /\.tsx?$/.test(file))
  const others = files.filter(file => {
    const text = readFileSync(join(root, file), 'utf8')
    return /\bcreate</.test(text) && !text.includes('ofWorkspace(')
  })
  expect(others.map(file => file.replaceAll('\\', '/')).sort()).toEqual(Object.keys(OF_EVERY_WORKSPACE))
})
