import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { freshFolder } from '../helpers/electron.ts'
import { expect, test } from './fixture.ts'

/** The help menu of the real window. Boxes of the system are answered by their first button, and what they say is kept. */

async function answered(app: ElectronApplication, chosen: string): Promise<void> {
  await app.evaluate(({ dialog, shell }, path) => {
    const said: string[] = []
    Object.assign(globalThis, { said })
    const box = async (...args: unknown[]) => {
      const { message, detail } = args.at(-1) as { message: string; detail?: string }
      said.push(`${message}\n${detail ?? ''}`)
      return { response: 0, checkboxChecked: false }
    }
    Object.assign(dialog, { showMessageBox: box, showOpenDialog: async () => ({ canceled: false, filePaths: [path] }) })
    shell.showItemInFolder = () => {}
  }, chosen)
}

const choose = (app: ElectronApplication, label: string): Promise<void> =>
  app.evaluate(({ Menu }, wanted) => {
    const help = Menu.getApplicationMenu()?.items.find(({ role }) => role === 'help')
    help?.submenu?.items.find(item => item.label === wanted)?.click()
  }, label)

const said = (app: ElectronApplication): Promise<string> =>
  app.evaluate(() => ((globalThis as unknown as { said: string[] }).said ?? []).join('\n'))

test('Help → Crash report shows what it holds and writes it where the person says', async ({ console }) => {
  const folder = freshFolder('report')
  await answered(console.app(), folder)
  await choose(console.app(), 'Crash report …')
  await expect.poll(() => said(console.app())).toContain('Nothing is sent anywhere.')
  await expect.poll(() => readdirSync(folder)).toHaveLength(1)
  const [report = ''] = readdirSync(folder)
  const names = readdirSync(join(folder, report), { recursive: true, encoding: 'utf8' })
  expect(names.length).toBeGreaterThan(0)
  expect(names.filter(name => name.endsWith('.dmp'))).toEqual([])
})

test('Help → Update from a file refuses a package without the publisher’s signature, and changes nothing', async ({
  console,
}) => {
  const folder = freshFolder('package')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'Forestall-9.0.0.AppImage')
  writeFileSync(file, 'not from the publisher')
  await answered(console.app(), file)
  await choose(console.app(), 'Update from a file …')
  await expect.poll(() => said(console.app())).toMatch(/not updated|refused|cannot/i)
  expect(readFileSync(file, 'utf8')).toBe('not from the publisher')
  expect(readdirSync(console.userData)).not.toContain('updates')
})
