import type { Plugin } from 'vite'
import { besideBundles, packagesOf, rootOf } from './packages.ts'

/** The name of the list that each bundle has beside it. */
export const PACKAGES_FILE = 'packages.json'

/**
 * Writes beside a bundle which packages it was made of, with their licences. Nearly every package is a development
 * dependency that the bundler puts into our own files, so only the bundler knows which of them are shipped.
 */
export const listPackages = (): Plugin => ({
  name: 'forestall-list-packages',
  apply: 'build',
  generateBundle() {
    const packages = [...packagesOf(this.getModuleIds()), ...besideBundles(rootOf(import.meta.dirname))]
    this.emitFile({ type: 'asset', fileName: PACKAGES_FILE, source: JSON.stringify(packages) })
  },
})
