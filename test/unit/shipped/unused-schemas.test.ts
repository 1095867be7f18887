import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Rolldown } from 'vite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { withoutUnusedSchemas } from '../../../resources/shipped/unused-schemas.ts'
import { freshFolder } from '../../helpers/electron.ts'

let folder = ''
beforeEach(() => {
  folder = freshFolder('schemas')
  mkdirSync(join(folder, 'shared'))
  // A builder as far as a bundler can tell: each call might have an effect.
  writeFileSync(join(folder, 'shared/values.js'), `export const text = globalThis.build('text').min(1)`)
  writeFileSync(
    join(folder, 'shared/pick.js'),
    `import { text } from './values.js'
    export const STEPS = [1, 2, 3]
    export const pickSchema = globalThis.build('pick').of({ name: text.optional() })`,
  )
})
afterEach(() => rmSync(folder, { recursive: true }))

async function bundled(entry: string): Promise<string> {
  writeFileSync(join(folder, 'main.js'), entry)
  const built = (await build({
    ...{ root: folder, configFile: false, logLevel: 'silent' },
    plugins: [withoutUnusedSchemas(join(folder, 'shared'))],
    build: { write: false, minify: false, rolldownOptions: { input: join(folder, 'main.js') } },
  })) as Rolldown.RolldownOutput
  return built.output.map(file => (file.type === 'chunk' ? file.code : '')).join('\n')
}

it('leaves a schema out where only a constant of its module is used, and what it was made of with it', async () => {
  const code = await bundled(`import { STEPS } from './shared/pick.js'; globalThis.said(STEPS)`)
  expect(code).toContain('3')
  expect(code).not.toContain('build')
})

it('keeps a schema that is used, whole', async () => {
  const code = await bundled(`import { pickSchema } from './shared/pick.js'; globalThis.said(pickSchema)`)
  const built: unknown[] = []
  const of = (kind: string) => ({
    min: (least: number) => ({ optional: () => `${kind} of ${least}, or none` }),
    of: (parts: object) => ({ kind, parts }),
  })
  new Function('globalThis', code)({ build: of, said: (value: unknown) => built.push(value) })
  expect(built).toEqual([{ kind: 'pick', parts: { name: 'text of 1, or none' } }])
})

it('keeps every effect of a module that is none of the shared ones', async () => {
  const code = await bundled(`const started = globalThis.build('app'); globalThis.said(1)`)
  expect(code).toContain('build("app")')
})
