import type { Page } from '@playwright/test'
import { expect, test } from '../fixture.ts'
import { type Deed, type Shift, startSaid, storedOf } from './stored.ts'
import { nameless, openTree, type Tree, type TreeNode } from './tree.ts'

test.skip(({ shell }) => shell !== 'electron', 'the desk is worked at in the desktop app')

const LIST = 'Predicted issues'
const ACTIONS = 'Actions'
const ISSUE = 'Issue'

/** A row of the list is a button that names its account, its category, its priority and its issue. */
const isRow = ({ role, name, within }: TreeNode): boolean =>
  role === 'button' && within.includes(LIST) && /, (Fulfilment|Billing|Access|Usage|Reliability)/.test(name)

/** The account that a row names first; what follows changes while its issue is worked on. */
const accountOf = ({ name }: TreeNode): string => name.split(' ,')[0] ?? ''

/** Opens the first row of an account that was not worked on; gives that account and, for the check alone, the issue’s id. */
async function openNext(
  page: Page,
  tree: Tree,
  known: ReadonlySet<string>,
): Promise<{ account: string; issue: number }> {
  const next = await tree.seekThat(node => isRow(node) && !known.has(accountOf(node)))
  await tree.press(next)
  const heading = await tree.seek('heading', /./, ISSUE)
  expect(heading.name).not.toBe('')
  await tree.seek('textbox', /^Write a note$/, ISSUE)
  return { account: accountOf(next), issue: Number(/\d+$/.exec(page.url())?.[0]) }
}

async function choose(tree: Tree, button: RegExp, choice: RegExp): Promise<void> {
  await tree.press(await tree.seek('button', button, ACTIONS))
  await tree.press(await tree.seek('menuitem', choice))
}

type Work = (tree: Tree) => Promise<Deed>

const dismiss: Work = async tree => {
  await choose(tree, /^Dismiss/, /^Already known/)
  await tree.seek('StaticText', /^Dismissed/)
  return { did: 'dismissed', as: 'known' }
}
const snooze: Work = async tree => {
  await choose(tree, /^Snooze/, /^In a week/)
  await tree.seek('StaticText', /^Snoozed/)
  return { did: 'snoozed', until: 'date' }
}
const note: Work = async tree => {
  const text = 'Read aloud, and answered'
  await tree.write(await tree.seek('textbox', /^Write a note$/, ISSUE), text)
  await tree.press(await tree.seek('button', /^Save the note/, ISSUE))
  // The text alone is also what stands in the field, before it is saved.
  await tree.seek('button', /^Withdraw/, ISSUE)
  return { did: 'noted', text }
}
const thinkAgain: Work = async tree => {
  await dismiss(tree)
  await tree.press(await tree.seek('button', /^Undo/))
  await tree.seek('StaticText', /^Undone: dismissed/)
  return { did: 'nothing' }
}
/** Starts what is suggested, where the engine lets it start, and hears what comes of it. */
const start: Work = async tree => {
  const button = await tree.seekThat(
    node => node.role === 'button' && node.within.includes(ACTIONS) && node.name.endsWith('⏎'),
  )
  if (button.isDisabled) return { did: 'nothing' }
  await tree.press(button)
  const { name } = await tree.seekThat(node => node.role === 'StaticText' && startSaid(node.name) !== null)
  return startSaid(name) ?? { did: 'nothing' }
}

test('issues are worked on by the roles and names of the accessibility tree alone', async ({ console }) => {
  const page = console.page()
  const tree = await openTree(page)
  const shift: Shift = new Map()
  const known = new Set<string>()
  await tree.press(await tree.seek('tab', /^Unclaimed/))
  for (const work of [note, dismiss, snooze, thinkAgain, start, snooze, note]) {
    const { account, issue } = await openNext(page, tree, known)
    known.add(account)
    expect(nameless(await tree.read())).toEqual([])
    shift.set(issue, [await work(tree)])
  }
  expect(storedOf(console.userData, shift)).toEqual(shift)
})
