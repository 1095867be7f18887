import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'
import { besideBundles, packagesOf, rootOf } from './packages.ts'

/** The file that lists the packages of one bundle. It lies outside the page’s folder, all of which the shells serve. */
export const packagesFile = (bundle: string): string =>
  join(rootOf(import.meta.dirname), 'out/packages', `${bundle}.json`)

/**
 * Writes which packages a bundle was made of, with their licences. Nearly every package is a development dependency that
 * the bundler puts into our own files, so only the bundler knows which of them are shipped.
 */
export const listPackages = (bundle: string): Plugin => ({
  name: 'forestall-list-packages',
  apply: 'build',
  writeBundle() {
    const packages = [...packagesOf(this.getModuleIds()), ...besideBundles(rootOf(import.meta.dirname))]
    const file = packagesFile(bundle)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify(packages))
  },
})
