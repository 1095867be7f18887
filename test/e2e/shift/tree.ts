import type { Page } from '@playwright/test'

/** A node of the accessibility tree, as a screen reader gets it. */
export interface TreeNode {
  role: string
  name: string
  isDisabled: boolean
  /** Names of the landmarks, lists and dialogs that it is in, the outermost first. */
  within: readonly string[]
  /** What Chromium calls its element. */
  element: number
}

/** Roles that a person can do something with; each of them needs a name. */
const ACTED_ON = new Set([
  'button',
  'link',
  'textbox',
  'searchbox',
  'combobox',
  'checkbox',
  'radio',
  'menuitem',
  'option',
  'tab',
  'switch',
])
const PLACES = new Set(['region', 'article', 'complementary', 'main', 'navigation', 'banner', 'list', 'menu', 'dialog'])

/** Reads the accessibility tree of a page and acts through it, without knowing of any element by another way. */
export async function openTree(page: Page) {
  const session = await page.context().newCDPSession(page)
  await session.send('Accessibility.enable')
  await session.send('DOM.enable')

  const read = async (): Promise<TreeNode[]> => {
    const { nodes } = await session.send('Accessibility.getFullAXTree')
    const byId = new Map(nodes.map(node => [node.nodeId, node]))
    const roleOf = (node: (typeof nodes)[number]) => String(node.role?.value ?? '')
    const nameOf = (node: (typeof nodes)[number]) => String(node.name?.value ?? '')
    const within = (node: (typeof nodes)[number]): string[] => {
      const parent = node.parentId === undefined ? undefined : byId.get(node.parentId)
      if (!parent) return []
      return [...within(parent), ...(PLACES.has(roleOf(parent)) ? [nameOf(parent)] : [])]
    }
    return nodes
      .filter(node => !node.ignored)
      .map(node => ({
        role: roleOf(node),
        name: nameOf(node),
        isDisabled: node.properties?.some(({ name, value }) => name === 'disabled' && value.value === true) ?? false,
        within: within(node),
        element: node.backendDOMNodeId ?? 0,
      }))
  }

  const call = async ({ element }: TreeNode, what: string): Promise<void> => {
    const { object } = await session.send('DOM.resolveNode', { backendNodeId: element })
    const functionDeclaration = `function () { this.scrollIntoView({ block: 'nearest' }); ${what} }`
    await session.send('Runtime.callFunctionOn', { objectId: object.objectId ?? '', functionDeclaration })
  }

  /** The first node that is meant, as soon as there is one. */
  const seekThat = async (isMeant: (node: TreeNode) => boolean): Promise<TreeNode> => {
    for (;;) {
      const found = (await read()).find(isMeant)
      if (found) return found
      await page.evaluate(() => new Promise(done => requestAnimationFrame(done)))
    }
  }

  return {
    read,
    seekThat,
    /** The first node of a role and a name, as soon as there is one. */
    seek: (role: string, name: RegExp, place = '') =>
      seekThat(node => node.role === role && name.test(node.name) && (place === '' || node.within.includes(place))),
    /** What a screen reader does to press something. */
    press: (node: TreeNode) => call(node, 'this.focus(); this.click()'),
    /** What dictation does to write into a field. */
    write: async (node: TreeNode, text: string) => {
      await call(node, 'this.focus()')
      await session.send('Input.insertText', { text })
    },
  }
}

export type Tree = Awaited<ReturnType<typeof openTree>>

/** What can be acted on and has no name, so that nobody could ask for it. */
export const nameless = (nodes: readonly TreeNode[]): TreeNode[] =>
  nodes.filter(({ role, name }) => ACTED_ON.has(role) && name.trim() === '')
