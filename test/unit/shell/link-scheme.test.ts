import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { workspaceOption } from '../../../main/shell/options.ts'
import packageJson from '../../../package.json' with { type: 'json' }
import { LINK_SCHEME } from '../../../shared/deep-link.ts'

it('the installed app is registered for the scheme that links are written with', () => {
  const builder = readFileSync(join(import.meta.dirname, '../../../electron-builder.yml'), 'utf8')
  // electron-builder makes of it CFBundleURLTypes on macOS and MimeType=x-scheme-handler/… in the .desktop file on Linux.
  expect(builder).toContain(`\n    schemes: [${LINK_SCHEME}]\n`)
  // Electron registers the .desktop file of this name, which is the one that the package installs.
  expect([packageJson.name, 'desktopName' in packageJson]).toEqual(['forestall', false])
  expect(builder).not.toMatch(/executableName|desktopName/)
})

it('a start by a link opens no other workspace, whatever else stands in its arguments', () => {
  expect(workspaceOption(['forestall', '--workspace', '/shop'])).toBe('/shop')
  for (const link of ['forestall://issue/a', 'FORESTALL:x'])
    expect(workspaceOption(['forestall', '--workspace=/elsewhere', link])).toBeNull()
})
