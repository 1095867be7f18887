import { readdirSync } from 'node:fs'
import { join, parse, resolve } from 'node:path'
import { build } from 'vite'

/** Bundles the entries of the product and the children of tests into a folder; see `compiled.ts`. */
const [, , outDir = ''] = process.argv
const ROOT = resolve(import.meta.dirname, '../..')
const children = readdirSync(import.meta.dirname).filter(file => file.endsWith('-child.ts'))
await build({
  root: ROOT,
  configFile: join(ROOT, 'vite.config.ts'),
  mode: 'main',
  build: {
    outDir,
    rolldownOptions: {
      input: Object.fromEntries(children.map(file => [parse(file).name, join(import.meta.dirname, file)])),
    },
  },
})
